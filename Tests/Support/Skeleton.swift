package enum TestSupportSkeleton {}
