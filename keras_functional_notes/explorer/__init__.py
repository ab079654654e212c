"""Call graphs in Google's Model Explorer, a viewer for huge models; the extra ``explore`` brings it.

In a terminal, ``model-explorer --extensions=keras_functional_notes.explorer model.keras`` reads a file's configuration
and runs nothing in it. In Python, ``call_graph(model).explore()``.
"""
