import Foundation

/// What a figure is to reach.
struct Bar {
    var atLeast: Double
    /// With so many decimals it is printed; it is compared as it is.
    var decimals: Int

    /// The bar beside a value: "bar 5.0, met".
    func verdict(on value: Double) -> String {
        "bar \(String(format: "%.\(decimals)f", atLeast)), \(value >= atLeast ? "met" : "missed")"
    }
}
