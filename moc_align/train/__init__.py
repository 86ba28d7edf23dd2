"""Trains the static bilingual model: one vector a token, from texts and their translations.

The mean over a text comes to lie close to the mean over its translation. `shipped` makes the model
that comes with moc-align (`make model`), `adapt` a model of one's own (`moc-align train`). torch is
imported by `fit` alone. Source: Henderson et al. 2017, in-batch contrastive loss.
"""
