"""The screens of the resident."""
