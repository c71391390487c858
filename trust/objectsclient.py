"""`python -m trust.objectsclient --python PATH`: Maykin's client of Objecten, unchanged, against a real `meent serve`.

PATH is a Python of 3.11 or later in which `pip install objects-api-client-django` was done. What the client does is in
objectsclient_calls.py.
"""

from trust.openklant import Published, main

CLIENT = Published("objectsclient", "objects-api-client-django", "objectsclient_calls.py")

if __name__ == "__main__":
    main(CLIENT)
