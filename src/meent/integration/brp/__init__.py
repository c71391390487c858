"""The door from processes to the persoonslijsten: read by number, changed by what a legal fact does to them."""
