//! Every rule, with what it must report and what it must leave alone; and what it says.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use reportui::check::{Finding, Policy, check};
use reportui::form::{Form, Forms, Severity};
use reportui::report::{Report, Value, Waiver};
use reportui::words::{Lang, Words};
use support::{read, sample};

/// A sound township report of an edition, to be spoilt.
struct Draft {
    form: &'static Form,
    report: Report,
    last_year: Option<Report>,
}

impl Draft {
    fn of(year: u16) -> Self {
        let (form, mut report) = read(&sample(if year < 2021 { 2020 } else { 2024 }));
        report.year = Some(year);
        report.organ = String::from("某某镇人民政府");
        for (id, cell) in form.cells().filter(|(_, cell)| !cell.is_computed()) {
            let _ = cell;
            report.cells[id.0] = Value::Number(0.into());
        }
        let prose = |text: &str| vec![text.to_owned()];
        report.prose[0] = prose(
            "本年度认真做好主动公开、依申请公开、政府信息管理、平台建设和监督保障，工作考核、社会评议和责任追究均已落实。",
        );
        report.prose[4] = prose("存在公开内容不够丰富的问题，下一步将加强培训和指导。");
        report.prose[5] = prose("本年度未收取信息处理费。");
        Self { form, report, last_year: None }
    }

    fn with(mut self, address: &str, text: &str) -> Self {
        let cell = self.form.find(address).unwrap_or_else(|| panic!("no cell {address}"));
        self.report.cells[cell.0] = Value::typed(self.form.cell(cell).kind, text);
        self
    }

    fn organ(mut self, organ: &str) -> Self {
        self.report.organ = String::from(organ);
        self
    }

    fn section(mut self, id: &str, paragraphs: &[&str]) -> Self {
        let section = self.form.section(id).unwrap();
        self.report.prose[section.0] = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    fn findings(&self) -> Vec<Finding> {
        let last_year = self.last_year.as_ref().map(|report| (self.form, report));
        check(self.form, &self.report, last_year, &Policy::default()).findings
    }

    /// `RULE message`, one a finding.
    fn said(&self) -> Vec<String> {
        let words = Words::of(Lang::Zh);
        let tell = |finding: &Finding| format!("{} {}", finding.rule, words.message(self.form, finding));
        self.findings().iter().map(tell).collect()
    }
}

#[track_caller]
fn sound(draft: &Draft) {
    assert_eq!(draft.said(), Vec::<String>::new());
}

#[track_caller]
fn says(draft: &Draft, sentences: &[&str]) {
    assert_eq!(draft.said(), sentences);
}

#[test]
fn a_sound_report_of_either_edition_has_no_findings() {
    sound(&Draft::of(2020));
    sound(&Draft::of(2023));
}

#[test]
fn balance_names_both_sides_and_the_difference_once_a_column() {
    let draft = Draft::of(2023)
        .with("applications/new/person", "12")
        .with("applications/carried_in/person", "1")
        .with("applications/granted/person", "10")
        .with("applications/other_result/person", "1")
        .with("applications/carried_out/person", "1");
    says(
        &draft,
        &[
            "balance 三·自然人：本年新收 12 + 上年结转 1 = 13，办理总计 11 + 结转下年 1 = 12，相差 1 件",
            "balance 三·总计：本年新收 12 + 上年结转 1 = 13，办理总计 11 + 结转下年 1 = 12，相差 1 件",
        ],
    );
    let finding = &draft.findings()[0];
    let addresses: Vec<_> =
        finding.cells.iter().map(|cell| draft.form.cell(*cell).address.as_str()).collect();
    assert_eq!(
        addresses,
        [
            "applications/new/person",
            "applications/carried_in/person",
            "applications/handled_total/person",
            "applications/carried_out/person"
        ]
    );
    assert_eq!(finding.difference(), Some(1.into()));
    sound(&draft.with("applications/carried_out/person", "2"));
}

#[test]
fn balance_is_silent_for_a_column_without_any_number_but_not_for_one_with_a_single_one() {
    let mut draft = Draft::of(2023);
    draft.report = Report { cells: vec![Value::Blank; draft.form.cell_count()], ..draft.report };
    let rules = |draft: &Draft| draft.findings().into_iter().map(|finding| finding.rule).collect::<Vec<_>>();
    assert!(!rules(&draft).contains(&"balance".to_owned()));
    let draft = draft.with("applications/new/legal", "1");
    assert_eq!(rules(&draft).iter().filter(|rule| *rule == "balance").count(), 2, "its column and the total");
}

#[test]
fn a_total_with_no_filled_part_is_blank_and_a_blank_counts_as_nothing_in_one_that_has() {
    let mut draft = Draft::of(2023);
    draft.report = Report { cells: vec![Value::Blank; draft.form.cell_count()], ..draft.report };
    let total = |draft: &Draft, address: &str| {
        let cell = draft.form.find(address).unwrap();
        check(draft.form, &draft.report, None, &Policy::default()).totals.number(&draft.report, cell)
    };
    for address in
        ["applications/new/total", "applications/handled_total/total", "disputes/direct_suit/total"]
    {
        assert_eq!(total(&draft, address), None, "{address}");
    }
    let draft = draft.with("applications/not_held/legal", "3").with("disputes/direct_suit/pending", "0");
    assert_eq!(total(&draft, "applications/handled_total/total"), Some(3.into()));
    assert_eq!(total(&draft, "applications/new/total"), None);
    assert_eq!(total(&draft, "disputes/direct_suit/total"), Some(0.into()), "0 is not blank");
}

#[test]
fn two_wrongs_in_different_columns_do_not_cancel_out() {
    let draft = Draft::of(2023).with("applications/new/person", "1").with("applications/granted/legal", "1");
    let said = draft.said();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("自然人") && said[1].contains("法律服务机构"));
}

#[test]
fn stated_totals_are_compared_with_the_computed() {
    let mut draft = Draft::of(2020);
    let cell = |address: &str| draft.form.find(address).unwrap();
    let (row, column, dispute) = (
        cell("applications/new/total"),
        cell("applications/handled_total/person"),
        cell("disputes/direct_suit/total"),
    );
    draft.report.stated.extend([(row, 3.into()), (column, 0.into()), (dispute, 1.into())]);
    says(
        &draft,
        &[
            "stated-total 三·本年新收政府信息公开申请数量·总计：原合计是 3，按各格相加是 0，相差 3",
            "stated-total 四·未经复议直接起诉·总计：原合计是 1，按各格相加是 0，相差 1",
        ],
    );
}

#[test]
fn cells_hold_numbers_of_their_kind() {
    let draft = Draft::of(2020)
        .with("documents/normative/made", "12件")
        .with("licensing/licences/change", "-0")
        .with("licensing/services/change", "减1")
        .with("procurement/procurement/amount", "14万元")
        .with("applications/new/person", "-1");
    says(
        &draft,
        &[
            "count 二·规范性文件·本年新制作数量：“12件”不能作为件数，这里只填 0 或正整数",
            "count 二·其他对外管理服务事项·本年增/减：“减1”不能作为增减数，这里只填整数，减少写负数",
            "count 二·政府集中采购·采购总金额：“14万元”不能作为金额，这里只填数字，不写单位",
            "count 三·本年新收政府信息公开申请数量·自然人：“-1”不能作为件数，这里只填 0 或正整数",
        ],
    );
}

#[test]
fn the_edition_follows_from_the_year() {
    let mut draft = Draft::of(2020);
    for (year, expected) in [(2019, true), (2020, true), (2021, false), (2023, false), (2018, false)] {
        draft.report.year = Some(year);
        assert_eq!(draft.said().is_empty(), expected, "{year}");
    }
    draft.report.year = Some(2023);
    says(&draft, &["edition 标题：这一年的报告应使用 2021 版格式，现在用的是 2019 版"]);
}

#[test]
fn organ_and_year_are_filled_in() {
    let mut draft = Draft::of(2023).organ(" ");
    says(&draft, &["title 标题：机关名称还没有填"]);
    draft.report.year = None;
    says(&draft, &["title 标题：机关名称和年份还没有填"]);
}

#[test]
fn processing_fees_are_spoken_of() {
    let silent = ["本年度没有其他需要报告的事项。"];
    let severity = |draft: &Draft| draft.findings().first().map(|finding| finding.severity);
    assert_eq!(severity(&Draft::of(2023).section("other", &silent)), Some(Severity::Error));
    assert_eq!(severity(&Draft::of(2020).section("other", &silent)), Some(Severity::Warning));
    assert_eq!(severity(&Draft::of(2023).section("other", &[])), Some(Severity::Error));
    sound(&Draft::of(2023).section("other", &["2023年未收取信息公开处理费。"]));
}

#[test]
fn townships_have_no_power_to_make_rules() {
    let draft = Draft::of(2023).with("documents/rules/in_force", "3");
    says(&draft, &["rule-power 二·规章：乡镇、街道不能制定规章，这一行应全为 0，现在合计 3"]);
    let finding = draft.findings().remove(0);
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.can_be_accepted());
    assert_eq!(draft.form.cell(finding.cells[0]).address, "documents/rules/in_force");
    assert!(!Draft::of(2023).organ("某某街道办事处").with("documents/rules/in_force", "3").said().is_empty());
    sound(&Draft::of(2023).organ("某某市人民政府").with("documents/rules/in_force", "3"));
}

#[test]
fn blanks_are_counted_once_a_table() {
    let draft = Draft::of(2020)
        .with("documents/rules/made", "")
        .with("documents/normative/made", "")
        .with("disputes/direct_suit/pending", "");
    says(
        &draft,
        &["blank 二·第二十条第（一）项：有 2 格空着，没有的填 0", "blank 四：有 1 格空着，没有的填 0"],
    );
}

#[test]
fn sections_one_and_five_have_text() {
    says(&Draft::of(2020).section("overview", &["", " "]), &["empty-section 一：还没有内容"]);
    says(
        &Draft::of(2020).section("problems", &["无。"]),
        &["empty-section 五：只有 2 个字，至少应写 10 个字"],
    );
    sound(&Draft::of(2020).section("problems", &["公开内容还不够丰富。"]));
    // The headings that a report takes over from last year's are no text.
    let headings = ["（一）主动公开。", "（二）依申请公开。", "（三）监督保障。"];
    says(&Draft::of(2020).section("overview", &headings), &["empty-section 一：还没有内容"]);
    sound(&Draft::of(2020).section("overview", &["（一）主动公开。", "全年主动公开信息12条。"]));
    sound(&Draft::of(2020).section("overview", &["（一）主动公开信息12条。"]));
}

#[test]
fn the_five_aspects_are_covered_from_2021_on() {
    let overview = ["本年度认真做好依申请公开和政府信息管理，工作考核、社会评议、责任追究均已落实。"];
    says(&Draft::of(2023).section("overview", &overview), &["five-aspects 一：没有写到主动公开、平台建设"]);
    sound(&Draft::of(2020).section("overview", &overview));
}

#[test]
fn governments_speak_of_supervision() {
    let overview = ["主动公开、依申请公开、政府信息管理、平台建设和监督保障都有加强，接受社会评议。"];
    let draft = Draft::of(2023).section("overview", &overview);
    says(&draft, &["supervision 一：没有写到工作考核、责任追究"]);
    sound(&draft.organ("某某街道办事处"));
    sound(&Draft::of(2023).section("overview", &overview).organ("某某县教育局"));
}

#[test]
fn missing_numbers_wrong_years_old_words_and_broken_numbering_are_marked_on_their_words() {
    let paragraphs = [
        "（一）主动公开、依申请公开、政府信息管理、平台建设、监督保障、工作考核、社会评议、责任追究。",
        "（三）2022年，共收到申请  件，其中政府集中采购信息1条。",
    ];
    let draft = Draft::of(2023).section("overview", &paragraphs);
    says(
        &draft,
        &[
            "numbering 一：序号“（三）”不连续，此处应为（二）",
            "wrong-year 一：“2022年”不是报告年份 2023 年",
            "hole 一：“收到申请  件”的单位前缺数字",
            "old-basis 一：“政府集中采购”是旧版格式的依据或用语",
        ],
    );
    let finding = &draft.findings()[1];
    let phrase = finding.phrase.as_ref().unwrap();
    assert_eq!((phrase.paragraph, &paragraphs[1][phrase.range.clone()]), (1, "2022年"));
    assert_eq!(draft.findings()[0].severity, Severity::Note);
}

#[test]
fn relations_of_section_two() {
    let holds = |draft: Draft, sentences: &[&str]| says(&draft, sentences);
    holds(
        Draft::of(2023).with("documents/normative/issued", "5").with("documents/normative/repealed", "1"),
        &["in-force 二·行政规范性文件：现行有效 0，应不少于本年制发 5 - 本年废止 1 = 4，少了 4 件"],
    );
    holds(
        Draft::of(2023).with("documents/normative/issued", "5").with("documents/normative/in_force", "5"),
        &[],
    );
    holds(
        Draft::of(2020)
            .with("documents/normative/published", "2")
            .with("documents/normative/public_total", "1"),
        &["public-total 二·规范性文件：本年新公开 2，应不多于对外公开总数 1，多了 1 件"],
    );
    holds(
        Draft::of(2020)
            .with("enforcement/penalties/last_year", "2")
            .with("enforcement/penalties/change", "-3"),
        &["change 二·行政处罚：上一年项目数 2 + 本年增减 -3 = -1，应不少于0，少了 1 项"],
    );
    holds(
        Draft::of(2020).with("procurement/procurement/items", "9"),
        &["procurement 二·政府集中采购：采购项目数 9，采购总金额 0；两格要么都是 0，要么都不是 0"],
    );
    holds(
        Draft::of(2020)
            .with("procurement/procurement/items", "9")
            .with("procurement/procurement/amount", "14.18"),
        &[],
    );
}

#[test]
fn fees_of_a_township_are_not_as_large_as_a_citys() {
    let typed = |amount| Draft::of(2023).with("fees/fees/amount", amount);
    says(
        &typed("10000.01"),
        &[
            "magnitude 二·行政事业性收费·本年收费金额（单位：万元）：10000.01 万元超过 10000 万元，是否按元填了",
        ],
    );
    sound(&typed("10000"));
    sound(&typed("96171.6").organ("淮安市人民政府"));
    says(
        &after(typed("501").organ("淮安市人民政府"), typed("5")),
        &[
            "magnitude 二·行政事业性收费·本年收费金额（单位：万元）：501 万元超过上一年 5 万元的 100 倍，是否按元填了",
        ],
    );
    sound(&after(typed("500").organ("淮安市人民政府"), typed("5")));
}

#[test]
fn unpaid_fees_ask_for_a_word_about_notices() {
    let draft =
        Draft::of(2023).with("applications/new/person", "1").with("applications/fee_overdue/person", "1");
    says(&draft, &["fee-notice 六：有申请因逾期未缴费不再处理，但没有写到收费通知"]);
    sound(&draft.section("other", &["发出收费通知1件，应收信息处理费100元，实收0元。"]));
}

#[test]
fn the_catch_all_row_is_not_the_usual_one() {
    let draft = |other: &str, granted: &str, new: &str| {
        Draft::of(2023)
            .with("applications/new/person", new)
            .with("applications/granted/person", granted)
            .with("applications/other_result/person", other)
    };
    says(&draft("4", "6", "10"), &["catch-all 三·3.其他·总计：“其他”有 4 件，占办理总计 10 件的 40%"]);
    sound(&draft("3", "7", "10"));
}

#[test]
fn a_waiver_holds_for_what_it_names_and_lapses_with_a_figure() {
    let mut draft = Draft::of(2023).with("documents/rules/in_force", "3");
    let finding = draft.findings().remove(0);
    let waiver = |left| Waiver {
        rule: finding.rule.clone(),
        cells: finding.cells.clone(),
        phrase: None,
        names: Vec::new(),
        left,
        right: None,
        reason: "移交保管".to_owned(),
    };
    let accepted = |draft: &Draft| draft.findings()[0].accepted.clone();
    draft.report.waivers = vec![waiver(Some(3.into()))];
    assert_eq!(accepted(&draft).as_deref(), Some("移交保管"));
    draft.report.waivers = vec![waiver(None)];
    assert!(accepted(&draft).is_some(), "a waiver without figures, as one writes it by hand");
    draft.report.waivers = vec![waiver(Some(2.into()))];
    assert!(accepted(&draft).is_none());
    draft.report.waivers = vec![Waiver { cells: Vec::new(), ..waiver(Some(3.into())) }];
    assert!(accepted(&draft).is_none());
    let mut unbalanced = Draft::of(2023).with("applications/new/person", "1");
    let cells = unbalanced.findings()[0].cells.clone();
    unbalanced.report.waivers = vec![Waiver { rule: "balance".to_owned(), cells, ..waiver(None) }];
    assert!(accepted(&unbalanced).is_none(), "arithmetic is not for anyone to accept");
}

#[test]
fn every_rule_has_its_sentences_in_both_languages() {
    let universal = reportui::check::UNIVERSAL.map(|(id, _)| id);
    let of_forms = Forms
        .editions()
        .flat_map(|edition| Forms.get(edition).unwrap().rules.iter().map(reportui::form::Rule::id));
    for rule in universal.into_iter().chain(of_forms) {
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::of(lang);
            for family in ["ground", "remedy"] {
                let key = reportui::words::finding::key(family, rule);
                assert!(words.has(&key), "{key} in {lang:?}");
            }
        }
    }
}

#[test]
fn findings_of_the_samples_are_those_expected() {
    let rules = |year| {
        let (form, report) = read(&sample(year));
        check(form, &report, None, &Policy::default())
            .findings
            .into_iter()
            .map(|finding| finding.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(2020), Vec::<String>::new());
    // The report's first section says nothing of review, appraisal and accountability, and its sixth nothing of fee notices.
    assert_eq!(rules(2024), ["supervision", "fee-notice"]);
}

/// A report, and last year's with another text.
fn after(this: Draft, last: Draft) -> Draft {
    let last = last
        .section("overview", &["上年各项工作按要求推进，公开目录重新编排，栏目由专人维护，群众反映良好。"])
        .section("problems", &["上年人员变动较大，衔接不及时。"])
        .section("other", &["上年没有其他事项。"]);
    Draft { last_year: Some(last.report), ..this }
}

#[test]
fn what_was_carried_out_last_year_is_carried_in_column_by_column() {
    let this = |person| {
        Draft::of(2023)
            .with("applications/carried_in/person", person)
            .with("applications/granted/person", person)
    };
    let last =
        || Draft::of(2022).with("applications/new/person", "3").with("applications/carried_out/person", "3");
    sound(&after(this("3"), last()));
    let wrong = after(this("2"), last());
    says(
        &wrong,
        &[
            "carry 三·自然人：上年结转 2，上一年报告的结转下年 3，相差 1 件",
            "carry 三·总计：上年结转 2，上一年报告的结转下年 3，相差 1 件",
        ],
    );
    let found = wrong.findings();
    assert_eq!(found[0].cells, [wrong.form.find("applications/carried_in/person").unwrap()]);
    assert!(found[0].can_be_accepted());
    // The row is the same in both editions.
    let (older, mut report) = read(&sample(2020));
    report.cells[older.find("applications/carried_out/person").unwrap().0] = Value::Number(1.into());
    let this = Draft::of(2021);
    let rules: Vec<_> = check(this.form, &this.report, Some((older, &report)), &Policy::default())
        .findings
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(rules, ["carry", "carry"], "自然人 and 总计, and nothing of tables that do not correspond");
}

#[test]
fn documents_in_force_and_items_flow_from_year_to_year() {
    let this = |in_force| {
        Draft::of(2023)
            .with("documents/normative/issued", "2")
            .with("documents/normative/repealed", "1")
            .with("documents/normative/in_force", in_force)
    };
    let last = || Draft::of(2022).with("documents/normative/in_force", "10");
    sound(&after(this("11"), last()));
    says(
        &after(this("12"), last()),
        &[
            "in-force-flow 二·行政规范性文件：现行有效 12，上一年报告的现行有效 10 + 本年制发 2 - 本年废止 1 = 11，相差 1 件",
        ],
    );
    let this = |items| Draft::of(2020).with("licensing/licences/last_year", items);
    let last =
        || Draft::of(2019).with("licensing/licences/last_year", "20").with("licensing/licences/change", "-3");
    sound(&after(this("17"), last()));
    let rules: Vec<_> = after(this("18"), last()).findings().into_iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["item-flow"]);
}

#[test]
fn what_was_pending_is_still_there() {
    let last = || Draft::of(2022).with("disputes/reconsideration/pending", "2");
    let this = |upheld| Draft::of(2023).with("disputes/reconsideration/upheld", upheld);
    sound(&after(this("2"), last()));
    let found = after(this("1"), last()).findings();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule.as_str(), found[0].severity), ("pending", Severity::Note));
}

#[test]
fn copied_texts_and_copied_tables_are_noticed() {
    let long =
        "本年度共召开政务公开工作会议，完善制度，明确专人负责，对栏目逐一检查，并对发布的内容从严审核。";
    let this = || Draft::of(2023).section("problems", &[long]);
    let copied = Draft { last_year: Some(Draft::of(2022).section("problems", &[long]).report), ..this() };
    let rules: Vec<_> = copied.findings().into_iter().map(|found| (found.rule, found.section)).collect();
    assert!(rules.contains(&("alike".to_owned(), copied.form.section("problems"))), "{rules:?}");
    sound(&after(this(), Draft::of(2022)));
    // Where something has to be written, a short copy is one too.
    let short = "存在的问题：公开内容质量不高。改进措施：加强审核把关。";
    let [this, last] = [2023, 2022].map(|year| Draft::of(year).section("problems", &[short]));
    let copied = Draft { last_year: Some(last.report), ..this };
    let problems = copied.form.section("problems");
    assert!(copied.findings().iter().any(|found| found.rule == "alike" && found.section == problems));
    // A formula of one line is the same every year, and so are tables full of 0.
    let same =
        after(Draft::of(2023), Draft::of(2022)).section("other", &["上年没有其他事项，未收取信息处理费。"]);
    sound(&same);
    let filled = |year| Draft::of(year).with("enforcement/penalties/decisions", "14");
    says(&after(filled(2023), filled(2022)), &["tables-alike 二：表中每一个数都与上一年相同"]);
    sound(&after(filled(2023), filled(2022).with("enforcement/compulsion/decisions", "1")));
}

/// A township with two applications, one carried in, two handled; disputes and documents.
fn counted() -> Draft {
    Draft::of(2023)
        .with("applications/new/person", "5")
        .with("applications/carried_in/person", "1")
        .with("applications/granted/person", "3")
        .with("applications/state_secret/person", "1")
        .with("applications/carried_out/person", "2")
        .with("disputes/reconsideration/upheld", "2")
        .with("disputes/direct_suit/pending", "1")
        .with("documents/normative/issued", "4")
        .with("documents/normative/in_force", "9")
        .with("documents/normative/repealed", "2")
        .with("fees/fees/amount", "0.6")
        .with("enforcement/penalties/decisions", "14")
}

/// The rules about numbers that a sentence of the first section breaks.
fn broken_by(sentence: &str) -> Vec<String> {
    let draft = counted();
    let overview = draft.report.prose[0][0].clone();
    let draft = draft.section("overview", &[&overview, sentence]);
    let said = draft.findings().into_iter().filter(|found| found.rule.starts_with("says-"));
    said.map(|found| format!("{} {}", found.rule, found.phrase.unwrap().text)).collect()
}

#[test]
fn sentences_that_agree_with_the_tables_or_speak_of_something_else_are_let_be() {
    for sentence in [
        "全年收到政府信息公开申请5件，上年结转1件，答复4件，结转下年度继续办理2件。",
        "全年共受理依申请公开6件（含上年结转1件）。",
        "收到5件政府信息公开申请，予以公开3件、不予公开1件。",
        "收到申请5件，其中自然人申请4件，予以公开3件、不予公开1件。",
        "共收到申请五件，均已按期答复。",
        "全年收到网民留言120件，办结120件。",
        "办理人大代表建议12件、政协提案3件。",
        "通过网络收到申请3件。",
        "2022年收到政府信息公开申请9件。",
        "较上年收到的申请9件有所减少。",
        "收到申请约10件。",
        "引起行政复议2件，行政诉讼1件。",
        "行政复议、行政诉讼共3件。",
        "司法所审理行政复议案件30件。",
        "未发生因行政复议被纠正的情况。",
        "制发行政规范性文件4件，现行有效9件规范性文件。",
        "制发公文70件。",
        "公开行政处罚信息20条，公示行政处罚案件25件。",
        "作出行政处罚决定14件。",
        "主动公开信息20条，其中网站12条、公众号8条。",
        "主动公开信息20条，其中网站12条、公众号7条等。",
        "主动公开信息20条，其中网站12条、公众号7条，视频1部。",
        "主动公开信息20条，其中网站12条、公众号8条，制发规范性文件4件。",
        "主动公开信息20条，主要是网站12条、公众号3条。",
        "第三季度收到申请2件。",
        "引起行政复议2件，其中县本级行政复议1件。",
        "新收申请5件，上年结转1件，答复4件，没有结转到上年的。",
        "新收申请6件（含上年结转1件）。",
        "网站公开12条，公众号公开8条，共20条。",
        "共公开20条，网站12条，公众号8条，共计20条。",
        "网站公开12条，公众号公开约8条，共21条。",
        "收到申请5件，尚未答复的申请结转下年度继续办理。",
        "收到申请5件，没有办理的申请结转下年度继续办理。",
        "收到申请5件，其中自然人结转4件、企业结转1件。",
        "全年收到网民留言120件，办结115件，结转5件。",
        "司法所办理行政复议案件120件，因政府信息公开引起行政复议2件。",
        "制发规范性文件4件，其中县政府制定1件，部门制定3件。",
        "开展涉企规范性文件专项清理，废止2件，继续有效15件。",
        "网站公开300条，比上年增加20条，公众号公开30条，共330条。",
        "公开20条，网站12条，公众号8条，累计150条。",
        "主动公开20条，其中网站12条、公众号8条，共20条。",
        "收到申请6件，其中新收5件，上年结转1件，予以公开3件，不予公开1件。",
        "行政复议2件，其中维持2件；行政诉讼1件，尚未审结1件。",
        "行政复议2件，其中维持2件、纠正0件；行政诉讼1件，其中尚未审结1件。",
        "行政案件3件，其中复议2件；行政诉讼1件，尚未审结1件。",
        "网站发布12条、公众号发布8条，共发布信息20条。",
        "制发规范性文件4件，废止2件，现行有效9件。",
        "制发规范性文件4件，制定规章制度5个，规章现行有效0件。",
        "没有制定规范性文件的计划外事项。",
        "未制定规章。",
        "收取行政事业性收费0.60万元。",
        "收取行政事业性收费6000元。",
        "减免行政事业性收费2万元。",
    ] {
        assert_eq!(broken_by(sentence), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn sentences_that_contradict_the_tables_are_marked_on_their_words() {
    for (sentence, expected) in [
        ("全年收到政府信息公开申请7件。", "says-new 收到政府信息公开申请7件"),
        ("全年共收到 １２ 件政府信息公开申请。", "says-new 收到 １２ 件"),
        ("全年未收到政府信息公开申请。", "says-new 未收到政府信息公开申请"),
        ("共收到申請八件。", "says-new 收到申請八件"),
        ("全年新收到申请6件。", "says-new 新收到申请6件"),
        ("上年结转申请3件。", "says-carried-in 上年结转申请3件"),
        ("4件申请结转下年度继续办理，结转下年度4件。", "says-carried-out 结转下年度4件"),
        ("对申请逐件登记，共答复9件。", "says-handled 答复9件"),
        ("申请办理结果为：予以公开4件。", "says-result 予以公开4件"),
        ("收到申请5件，1件予以公开。", "says-result 1件予以公开"),
        ("未发生行政复议、行政诉讼。", "says-disputes 未发生行政复议、行政诉讼"),
        ("没有收到行政诉讼。", "says-disputes 没有收到行政诉讼"),
        ("引起行政复议3件。", "says-disputes 行政复议3件"),
        ("行政诉讼0件。", "says-disputes 行政诉讼0件"),
        ("行政复议2件，其中维持1件。", "says-disputes 维持1件"),
        ("制发行政规范性文件0件。", "says-documents 制发行政规范性文件0件"),
        ("作出行政处罚决定15件。", "says-documents 行政处罚决定15件"),
        ("主动公开信息20条，其中网站12条、公众号7条。", "says-sum 20条，其中网站12条、公众号7条"),
        (
            "主动公开信息20条，其中网站12条、公众号7条，制发规范性文件4件。",
            "says-sum 20条，其中网站12条、公众号7条",
        ),
        ("主动公开信息20条（网站12条、公众号9条）。", "says-sum 20条（网站12条、公众号9条"),
        (
            "共公开信息20条（市12条、县8条），同比增长70%，其中，网站15条，公众号6条；另有政策解读3条。",
            "says-sum 20条（市12条、县8条），同比增长70%，其中，网站15条，公众号6条",
        ),
        ("全年制发5件规范性文件。", "says-documents 制发5件"),
        ("公开20条，网站12条，公众号7条，共20条。", "says-sum 12条，公众号7条，共20条"),
        ("行政复议2件，行政复议3件。", "says-disputes 行政复议3件"),
        ("新收申请6件，上年结转1件。", "says-new 新收申请6件"),
        ("收到申请5件，没有结转下年度办理的申请。", "says-carried-out 没有结转下年度办理的申请"),
        ("申请均已答复，无结转。", "says-carried-out 无结转"),
        ("收到申请5件，结转7件。", "says-carried-out 结转7件"),
        ("制发规范性文件4件，废止2件，现行有效8件。", "says-documents 现行有效8件"),
        ("网站公开12条、公众号公开8条，共发布信息22条。", "says-sum 12条、公众号公开8条，共发布信息22条"),
        ("网站公开12条，公众号公开8条，共21条。", "says-sum 12条，公众号公开8条，共21条"),
        ("本年没有制发行政规范性文件。", "says-documents 没有制发行政规范性文件"),
        ("未制定规范性文件和规章。", "says-documents 未制定规范性文件和规章"),
        ("没有废止规范性文件。", "says-documents 没有废止规范性文件"),
        ("全年收取行政事业性收费0.7万元。", "says-documents 行政事业性收费0.7万元"),
    ] {
        let broken = broken_by(sentence);
        assert!(broken.contains(&expected.to_owned()), "{sentence}: {broken:?}");
        let told: std::collections::BTreeSet<_> = broken.iter().collect();
        assert_eq!(told.len(), broken.len(), "{sentence}: told twice");
    }
}

#[test]
fn a_right_number_in_one_place_does_not_excuse_a_wrong_one_in_another() {
    let told = |organ: &str, paragraphs: &[&str]| {
        let mut draft = counted().section("overview", paragraphs);
        draft.report.organ = organ.to_owned();
        let said = draft.findings().into_iter().filter(|found| found.rule == "says-new");
        said.map(|found| found.phrase.unwrap().text).collect::<Vec<_>>()
    };
    let (right, wrong) = ("全年收到政府信息公开申请5件。", "全年收到政府信息公开申请4件。");
    assert_eq!(told("某某镇人民政府", &[right, wrong]), ["收到政府信息公开申请4件"]);
    assert_eq!(told("某某市发展和改革局", &[wrong, right]), ["收到政府信息公开申请4件"]);
    // A city tells of itself in one place and of all its organs in another.
    assert!(told("某某市人民政府", &[right, wrong]).is_empty());
    // A part stands beside its whole.
    let both = "全年收到政府信息公开申请5件。镇政务服务中心收到政府信息公开申请4件。";
    assert!(told("某某镇人民政府", &[both]).is_empty());
}

#[test]
fn a_number_in_the_text_is_told_with_the_cells_it_speaks_of() {
    let draft = counted().section("problems", &["全年收到政府信息公开申请7件，问题是公开内容还不够丰富。"]);
    says(
        &draft,
        &["says-new 五：正文写“收到政府信息公开申请7件”，三·本年新收政府信息公开申请数量·总计是 5，相差 2"],
    );
    let found = &draft.findings()[0];
    assert_eq!(found.cells, [draft.form.find("applications/new/total").unwrap()]);
    assert_eq!((found.left, found.right), (Some(7.into()), Some(5.into())));
    assert!(found.can_be_accepted());
    // Nobody is told of a contradiction while the table is still blank.
    let mut blank = draft;
    blank.report.cells.fill(Value::Blank);
    assert!(blank.findings().iter().all(|found| found.rule != "says-new"));
}

#[test]
fn a_sentence_without_end_is_read_in_no_time() {
    // Someone pastes a list of thousands; with every key it is looked at again.
    let began = std::time::Instant::now();
    for clause in ["全年新收申请3件，", "收到1件、", "其中：网站300条，", "其中：网站300条；"]
    {
        let mut draft = counted();
        draft.report.prose[0] = vec![clause.repeat(20_000)];
        draft.findings();
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
}

/// The rules that section 一 of a report for 2023 breaks when this is in it.
fn broken_in(organ: &str, overview: &str) -> Vec<String> {
    let draft = Draft::of(2023).organ(organ).section("overview", &[overview]);
    draft.findings().into_iter().map(|finding| finding.rule).collect()
}

const TOWN: &str = "某某镇人民政府";

#[track_caller]
fn tell_apart(rule: &str, organ: &str, broken: [&str; 10], sound: [&str; 10]) {
    let is_broken = |text: &str| broken_in(organ, text).iter().any(|found| found == rule);
    for text in broken {
        assert!(is_broken(text), "{rule} is not found in {text}");
    }
    for text in sound {
        assert!(!is_broken(text), "{rule} is found in {text}");
    }
}

#[test]
fn holes_are_told_from_blanks_that_only_typesetting_brings() {
    tell_apart(
        "hole",
        TOWN,
        [
            "全年主动公开信息  条。",
            "全年主动公开信息　　条，其中网站公开　　条。",
            "收到政府信息公开申请__件，均已答复。",
            "收到申请××件。",
            "收到申请 X 件；办结2件。",
            "制发规范性文件＿＿件。",
            "召开新闻发布会***次。",
            "收取信息处理费    元。",
            "编发工作简报___期，报送信息15条。",
            "发布政策解读   篇、图解3个。",
        ],
        [
            "全年主动公开信息2350条。",
            "全年主动公开信息 2350 条。",
            "收到政府信息公开申请零件。",
            "严格按照  条例  办理。",
            "每  件申请都登记在册。",
            "对规范性文  件进行清理。",
            "没有收到申请  。",
            "落实《条例》第二十  条规定。",
            "完成了多  次培训，效果良好。",
            "公开目录分为三个层  次，共八类。",
        ],
    );
}

#[test]
fn last_years_year_is_told_from_years_that_belong() {
    tell_apart(
        "wrong-year",
        TOWN,
        [
            "2022年，我镇主动公开信息120条。",
            "2022年度共收到政府信息公开申请3件。",
            "2022 年我镇办理申请3件。",
            "我镇2022年新收申请2件。",
            "本机关2022年度主动公开政府信息56条。",
            "2021年，全镇主动公开信息90条。",
            "2022年，共受理依申请公开3件，全部办结。",
            "2022年没有收取信息处理费。",
            "全镇2022年答复申请4件。",
            "工作有序。2022年，发布信息300条。",
        ],
        [
            "2023年，我镇主动公开信息120条。",
            "2023年收到申请5件，比2022年增长25%。",
            "与2022年相比，主动公开信息增加30条。",
            "2022年以来，累计主动公开信息500条。",
            "根据2022年制定的办法，做好主动公开。",
            "2022年发布的规范性文件全部收录在网站。",
            "2024年，我镇将继续做好主动公开。",
            "截至2022年底收到的申请均已办结。",
            "1月，按时公布2022年政府信息公开工作年度报告。",
            "其中上年结转1件，为2022年12月收到的申请。",
        ],
    );
}

#[test]
fn words_of_the_old_edition_are_told_from_new_ones() {
    tell_apart(
        "old-basis",
        TOWN,
        [
            "根据国办公开办函〔2019〕60号文件要求编制。",
            "根据国办公开办函﹝2019﹞60号文件要求编制。",
            "按照国办公开办函[2019]60号的格式编制。",
            "依据国办公开办函【2019】60号。",
            "依据国办公开办函（2019）60号。",
            "依据国办公开办函(2019)60号。",
            "政府集中采购项目3个。",
            "规章本年新制作数量为0。",
            "规范性文件本年新公开数量2件，对外公开总数量8件。",
            "其他对外管理服务事项12项。",
        ],
        [
            "根据国办公开办函〔2021〕30号文件要求编制。",
            "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",
            "政府采购信息及时公开。",
            "公开行政许可、行政处罚信息60条。",
            "根据国办函〔2020〕109号收取信息处理费。",
            "2019年修订的条例全文公开。",
            "集中公开采购意向12条。",
            "本年制发规范性文件2件，现行有效8件。",
            "对外公开电话和邮箱。",
            "管理服务事项全部上网。",
        ],
    );
}

/// The five aspects, each in a sentence of its own.
const ASPECTS: [&str; 5] = [
    "及时主动公开信息。",
    "规范办理依申请公开。",
    "加强政府信息管理。",
    "推进平台建设。",
    "强化监督保障，落实考核、社会评议和责任追究。",
];

/// The aspects without some of them.
fn without(missing: &[usize]) -> String {
    (0..5).filter(|index| !missing.contains(index)).map(|index| ASPECTS[index]).collect()
}

#[test]
fn aspects_that_are_missing_are_told_from_such_in_other_words() {
    let broken = [&[0][..], &[1], &[2], &[3], &[4], &[0, 1], &[1, 2], &[2, 3], &[3, 4], &[0, 4]].map(without);
    let sound = [
        without(&[]),
        without(&[0]) + "在网站主动发布信息120条。",
        without(&[1]) + "收到信息公开申请2件，均按期答复。",
        without(&[1]) + "没有收到政府信息公开申请。",
        without(&[2]) + "对拟公开的信息严格保密审查。",
        without(&[2]) + "建立信息动态管理机制。",
        without(&[3]) + "用好政府网站和微信公众号。",
        without(&[3]) + "在公开专栏更新内容。",
        without(&[4]) + "加强组织领导，开展业务培训，接受评议和问责。",
        ASPECTS.concat().replace('。', "；"),
    ];
    tell_apart(
        "five-aspects",
        TOWN,
        broken.each_ref().map(String::as_str),
        sound.each_ref().map(String::as_str),
    );
}

#[test]
fn supervision_that_is_missing_is_told_from_such_in_other_words() {
    let base = without(&[4]);
    let broken = [
        "",
        "强化监督保障。",
        "落实工作考核。",
        "开展社会评议。",
        "落实责任追究。",
        "落实考核，开展社会评议。",
        "开展社会评议，落实责任追究。",
        "纳入绩效考评，严格问责。",
        "群众满意度提高，对失职的追究责任。",
        "举办培训班两次。",
    ]
    .map(|text| format!("{base}{text}"));
    let sound = [
        "落实工作考核、社会评议、责任追究。",
        "将政务公开纳入绩效考核，开展群众满意度调查，对违规的严肃问责。",
        "纳入年度考评；接受社会监督；未发生需要追责的情形。",
        "考核占比4%，社会评价良好，没有责任追究情况。",
        "工作考核结果优秀，社会评议满意率98%，责任追究0起。",
        "严格绩效管理，邀请群众评议，失责必问责。",
        "年度考核、第三方评议和追责制度健全。",
        "按月考核通报，开门评议，倒查追究责任。",
        "未开展社会评议；工作考核按期进行；未发生责任追究。",
        "以考核促落实，以评议促提升，以问责促担当。",
    ]
    .map(|text| format!("{base}{text}"));
    tell_apart(
        "supervision",
        TOWN,
        broken.each_ref().map(String::as_str),
        sound.each_ref().map(String::as_str),
    );
    // Whom it does not bind.
    for organ in ["某某街道办事处", "某某县教育局"] {
        assert!(!broken_in(organ, &base).iter().any(|rule| rule == "supervision"), "{organ}");
    }
}

#[test]
fn sentences_that_nobody_writes_take_no_time() {
    let began = std::time::Instant::now();
    for text in ["未收到，".repeat(30_000), "十".repeat(60_000) + "一一", "5条（1件；".repeat(30_000)]
    {
        let draft = Draft::of(2024).section("overview", &[&text]);
        assert!(draft.findings().iter().all(|finding| !finding.rule.starts_with("says")), "{began:?}");
    }
    assert!(began.elapsed().as_secs() < 6, "{:?}", began.elapsed());
}
