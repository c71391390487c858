"""The door to telephones: signalling and sound behind two narrow protocols, for real and simulated."""
