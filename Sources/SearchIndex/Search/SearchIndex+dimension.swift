extension SearchIndex {
    /// How many numbers a question's vector must have.
    package var dimension: Int { vectors.dimension }
}
