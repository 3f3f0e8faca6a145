"""Publishes and tags as a job of somebody's own does with huggingface_hub's HfApi; or reads all that a revision holds.

usage: hugging_face.py publish REPOSITORY FOLDER PLACE TAG     prints the two commits
       hugging_face.py read REPOSITORY REVISION FOLDER         prints the commit

The Hub's address and the token come from the environment.
"""

import json
import pathlib
import sys

from huggingface_hub import CommitOperationAdd, HfApi, snapshot_download

api = HfApi()


def publish(repository: str, folder: str, place: str, tag: str) -> None:
    place = f"{place}/" if place else ""
    path = pathlib.Path(folder)
    api.create_repo(repository, repo_type="dataset", exist_ok=True)
    head = api.repo_info(repository, repo_type="dataset").sha
    data = api.create_commit(
        repository,
        [CommitOperationAdd(f"{place}{name}", path / name) for name in ("faiss.index", "meta.json")],
        commit_message="reindex",
        repo_type="dataset",
        parent_commit=head,
    )
    manifest = json.loads((path / "manifest.json").read_text()) | {"revision": data.oid}
    last = api.create_commit(
        repository,
        [CommitOperationAdd(f"{place}manifest.json", json.dumps(manifest).encode())],
        commit_message="manifest",
        repo_type="dataset",
        parent_commit=data.oid,
    )
    api.create_tag(repository, tag=tag, revision=last.oid, repo_type="dataset")
    print(data.oid, last.oid)


def read(repository: str, revision: str, folder: str) -> None:
    snapshot_download(repository, repo_type="dataset", revision=revision, local_dir=folder)
    print(api.repo_info(repository, repo_type="dataset", revision=revision).sha)
    tags = {tag.name: tag.target_commit for tag in api.list_repo_refs(repository, repo_type="dataset").tags}
    print(*tags)
    print(*(commit.title for commit in api.list_repo_commits(repository, repo_type="dataset")), sep="|")


{"publish": publish, "read": read}[sys.argv[1]](*sys.argv[2:])
