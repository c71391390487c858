"""Case work: the list of zaken and the page of one zaak."""
