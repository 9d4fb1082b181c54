"""The bundled pod: a Starlette application over an in-memory store that answers all 126 operations.

The modules beside this one are its core: serving, routing, sign-in, rights, validation, paging, the store.
`areas` has the handlers, one module for each area of the APIs, and `records` the state that they change.
`accounts`, `community`, `crypto`, `groups`, `messages` and `streams` have what several handlers share: rules,
look-ups and looks on the wire. `defects` and `variants` change answers on purpose.
"""
