"""What the table makes of a Keras 1 name: a Keras object and a notice that has today's spelling."""
