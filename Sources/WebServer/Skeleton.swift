package enum WebServerSkeleton {}
