"""What all tests share: a cache folder of their own, no network, a tiny transformer."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory):
    """Tests neither read nor fill the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["MOC_ALIGN_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with a tiny random BERT."""
    pytest.importorskip("sentence_transformers")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "協", "力", "cooperation", "query", ":"]
    (root / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(root / "plain")
    BertTokenizerFast(vocab=str(root / "vocab.txt")).save_pretrained(root / "plain")
    body = Transformer(str(root / "plain"))
    pooling = Pooling(body.get_embedding_dimension(), "mean")
    SentenceTransformer(modules=[body, pooling], device="cpu").save(str(root / "tiny-bert"))
    return root / "tiny-bert"
