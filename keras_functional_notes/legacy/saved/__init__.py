"""What Keras 1 saved, opened by today's Keras: files of models and of weights, and configurations as JSON text."""
