import Foundation

/// What a figure is to reach, or not to exceed.
struct Bar {
    private let limit: Double
    private let isCeiling: Bool
    /// With so many decimals it is printed; it is compared as it is.
    private let decimals: Int

    init(atLeast limit: Double, decimals: Int) { (self.limit, isCeiling, self.decimals) = (limit, false, decimals) }

    init(atMost limit: Double, decimals: Int) { (self.limit, isCeiling, self.decimals) = (limit, true, decimals) }

    /// The bar beside a value: "bar 5.0, met".
    func verdict(on value: Double) -> String {
        "bar \(String(format: "%.\(decimals)f", limit)), \((isCeiling ? value <= limit : value >= limit) ? "met" : "missed")"
    }
}
