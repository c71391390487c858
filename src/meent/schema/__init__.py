"""What follows from declarations beside serving: the tables they ask for, the page of `meent show`, and kept documents
rendered anew. The engine does not know it."""
