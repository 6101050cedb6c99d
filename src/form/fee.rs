//! What may be charged for processing information: 国办函〔2020〕109号, 政府信息公开信息处理费管理办法.
//!
//! One application is charged by one of the two ways only. Every step is charged at its own price, not the whole at the last one.

/// The fee in 元 for so many applications of one applicant within a calendar month.
///
/// Ten are free, the 11th to the 30th cost 100 each; from the 31st on every further step of ten costs 100 more for each.
pub fn by_items(items: u32) -> u128 {
    let items = u128::from(items);
    let dear = items.saturating_sub(30);
    let (steps, rest) = (dear / 10, dear % 10);
    // The steps cost 200, 300, 400 … for each of their ten.
    let whole = 10 * (steps * 100 + 100 * steps * (steps + 1) / 2);
    items.saturating_sub(10).min(20) * 100 + whole + rest * 100 * (steps + 2)
}

/// The fee in 元 for an answer of so many pages.
///
/// Thirty are free, the 31st to the 100th cost 10 each, up to the 200th 20, and 40 beyond.
pub fn by_pages(pages: u32) -> u128 {
    let pages = u128::from(pages);
    pages.saturating_sub(30).min(70) * 10
        + pages.saturating_sub(100).min(100) * 20
        + pages.saturating_sub(200) * 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_costs_what_its_step_costs() {
        // Written down item by item.
        let price = |item: u32| match item {
            ..=10 => 0,
            11..=30 => 100,
            _ => u128::from(200 + (item - 31) / 10 * 100),
        };
        let mut sum = 0;
        for item in 1..=500 {
            sum += price(item);
            assert_eq!(by_items(item), sum, "{item}");
        }
        assert_eq!([0, 10, 11, 30, 31, 40, 41].map(by_items), [0, 0, 100, 2000, 2200, 4000, 4300]);
        assert!(by_items(u32::MAX) > 0);
    }

    #[test]
    fn each_page_costs_what_its_step_costs() {
        assert_eq!([0, 30, 31, 100, 101, 200, 201].map(by_pages), [0, 0, 10, 700, 720, 2700, 2740]);
        assert!(by_pages(u32::MAX) > 0);
    }
}
