-- A list is found by the parents that it names: by their BSN, or by their birth date and surname (decision 0073).

alter table persoon_sleutel drop constraint persoon_sleutel_soort_check;
alter table persoon_sleutel add constraint persoon_sleutel_soort_check
    check (soort in ('adresseerbaar_object', 'reisdocument', 'ouder')) not valid;
alter table persoon_sleutel validate constraint persoon_sleutel_soort_check;
