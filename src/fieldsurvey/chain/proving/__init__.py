"""Takes a survey file; gives every sign that something was lost or altered."""
