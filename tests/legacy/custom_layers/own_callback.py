from keras.callbacks import Callback
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class LossHistory(Callback):
    def on_train_begin(self, logs={}):
        self.losses = []
        self.epochs = self.params['nb_epoch']

    def on_batch_end(self, batch, logs={}):
        self.losses.append(logs.get('loss'))

class Decay(Callback):
    def __init__(self, factor):
        super(Decay, self).__init__()
        self.factor = factor

    def on_epoch_begin(self, epoch, logs={}):
        rate = K.get_value(self.model.optimizer.lr)
        K.set_value(self.model.optimizer.lr, rate * self.factor)

    def on_epoch_end(self, epoch, logs={}):
        self.seen = sorted(logs.keys())
        if epoch == 1:
            self.model.stop_training = True

model = Sequential([Dense(2, input_dim=3)])
X = np.cos(np.arange(12.)).reshape(4, 3)
model.set_weights([np.sin(np.arange(6.)).reshape(3, 2), np.zeros(2)])
model.compile('sgd', 'mse')
history, decay = LossHistory(), Decay(0.5)
model.fit(X, X[:, :2], nb_epoch=5, batch_size=2, shuffle=False, verbose=0, callbacks=[history, decay])
epochs, rate = history.epochs, float(K.get_value(model.optimizer.lr))
count = len(history.losses)
