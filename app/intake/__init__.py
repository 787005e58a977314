"""What units send through their own link: their posts, their speech, their tasks."""
