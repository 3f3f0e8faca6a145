package enum IndexBuildSkeleton {}
