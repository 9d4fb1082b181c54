"""The contract family: valid requests, and answers as the document describes them."""
