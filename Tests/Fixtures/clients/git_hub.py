"""Publishes a release as a job of somebody's own does with PyGithub; or reads all that a release holds.

usage: git_hub.py API TOKEN REPOSITORY publish FOLDER TAG
       git_hub.py API TOKEN REPOSITORY read FOLDER TAG        prints the tags of all releases, the latest first
"""

import pathlib
import sys

import github

api, token, name, command, folder, tag = sys.argv[1:]
repository = github.Github(base_url=api, auth=github.Auth.Token(token), lazy=True).get_repo(name)
path = pathlib.Path(folder)

if command == "publish":
    release = repository.create_git_release(tag, f"Index {tag}", "by a job", draft=True)
    for file in ("faiss.index", "meta.json", "manifest.json"):
        asset = release.upload_asset(str(path / file), content_type="application/octet-stream")
        assert asset.state == "uploaded" and asset.digest.startswith("sha256:"), asset.raw_data
    release.update_release(release.title, "by a job", draft=False)
else:
    for asset in repository.get_release(tag).get_assets():
        asset.download_asset(str(path / asset.name), chunk_size=1 << 16)
    print(*(release.tag_name for release in repository.get_releases() if not release.draft))
