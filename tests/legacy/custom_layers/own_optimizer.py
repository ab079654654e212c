from keras.optimizers import Optimizer
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class SignSGD(Optimizer):
    def __init__(self, lr=0.01, **kwargs):
        super(SignSGD, self).__init__(**kwargs)
        self.lr = K.variable(lr)

    def get_updates(self, params, constraints, loss):
        grads = self.get_gradients(loss, params)
        self.updates = []
        for p, g in zip(params, grads):
            new_p = p - self.lr * K.sign(g)
            if p in constraints:
                new_p = constraints[p](new_p)
            self.updates.append(K.update(p, new_p))
        return self.updates

    def get_config(self):
        return {'lr': float(K.get_value(self.lr))}

model = Sequential([Dense(2, input_dim=3)])
X = np.cos(np.arange(12.)).reshape(4, 3)
model.set_weights([np.sin(np.arange(6.)).reshape(3, 2), np.zeros(2)])
model.compile(SignSGD(0.1), 'mse')
loss = model.train_on_batch(X, X[:, :2])
