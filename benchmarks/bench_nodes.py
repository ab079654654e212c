"""Asking 5,000 nodes of one layer, against a bare loop over Keras's own list that reads the same facts."""

from __future__ import annotations

import keras

from benchmarks.measuring import ratio, report
from keras_functional_notes import get_output_at, nodes_of

CALLS = 5_000


def main() -> bool:
    x, dense = keras.Input((3,)), keras.layers.Dense(2)
    for _ in range(CALLS):
        dense(x)
    model = keras.Model(x, [node.outputs[0] for node in nodes_of(dense)])

    def bare_nodes() -> list[object]:
        return [
            (index, list(call.input_tensors), list(call.output_tensors))
            for index, call in enumerate(dense._inbound_nodes)
        ]

    def bare_shapes() -> list[object]:
        return [
            ([tuple(x.shape) for x in call.input_tensors], [tuple(y.shape) for y in call.output_tensors])
            for call in dense._inbound_nodes
        ]

    def bare_model_nodes() -> list[object]:
        mine = {call for calls in model._nodes_by_depth.values() for call in calls}
        return [
            (index, list(call.input_tensors), list(call.output_tensors))
            for index, call in enumerate(dense._inbound_nodes)
            if call in mine
        ]

    def bare_outputs() -> list[object]:
        found = []
        for index in range(CALLS):
            tensors = dense._inbound_nodes[index].output_tensors
            found.append(tensors[0] if len(tensors) == 1 else list(tensors))
        return found

    # No promise: one question at a time also checks its arguments each time, which a bare loop does not.
    one_by_one = ratio(lambda: [get_output_at(dense, index) for index in range(CALLS)], bare_outputs)
    print(f"get_output_at 5,000 times, one by one / bare loop: {one_by_one:.3g} (for information)")
    return all(
        [
            report("nodes_of, 5,000 nodes / bare loop", ratio(lambda: nodes_of(dense), bare_nodes), 2),
            report(
                "nodes_of and every shape / bare loop",
                ratio(lambda: [(node.input_shape, node.output_shape) for node in nodes_of(dense)], bare_shapes),
                3,
            ),
            report(
                "nodes_of(model=), 5,000 nodes / bare loop",
                ratio(lambda: nodes_of(dense, model=model), bare_model_nodes),
                3,
            ),
            report(
                "get_output_at(model=) of 5,000 calls, one by one / without model= (linear: 2)",
                ratio(
                    lambda: [get_output_at(dense, index, model=model) for index in range(CALLS)],
                    lambda: [get_output_at(dense, index) for index in range(CALLS)],
                ),
                4,
            ),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(not main())
