"""An awarding body's document in, a pack and a list of doubts out."""
