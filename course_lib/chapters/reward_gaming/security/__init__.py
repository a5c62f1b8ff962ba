"""Unit 08c: an overseer taken apart into questions, and put together again."""
