/// Holds the index that is being served: one reference, swapped whole.
package enum IndexSyncSkeleton {}
