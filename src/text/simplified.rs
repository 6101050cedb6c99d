//! Traditional characters, which some documents and pasted texts are written in.

/// Traditional characters that occur in the labels of the forms and the words that rules look for, each before its simplified
/// one, in the order of their code points.
const TRADITIONAL: &str = "\
    並并乾干佈布佔占併并來来侷局係系個个備备傢家價价億亿內内兩两別别剋克劃划動动務务勝胜匯汇區区卻却員员問问單单噹当嚴严囌苏國国圖图執执堅坚報报場场學学實实審审寫写\
    將将專专對对導导層层屬属帶带幹干幾几廢废廳厅強强彆别彙汇後后徑径從从復复徵征徹彻態态應应戶户捲卷掃扫採采換换損损據据擬拟擾扰敗败數数於于昇升時时書书會会條条業业\
    榦干構构標标樣样機机檔档檢检檯台欄栏權权歡欢歸归決决沒没況况減减準准滿满濟济為为無无熱热爲为狀状獲获現现環环產产甦苏畢毕當当發发監监眾众確确碼码祕秘稅税種种穩稳\
    穫获箇个範范糾纠約约納纳紙纸級级紮扎組组結结絡络給给統统經经維维網网線线編编緻致縣县總总績绩織织繫系繳缴繼继續续纔才罰罚義义聯联聽听脩修臺台與与舉举萬万蘇苏處处\
    號号衛卫補补裡里製制複复見见規规視视訂订計计討讨訓训記记訟讼訪访設设許许訴诉証证評评詢询話话該该認认說说調调請请論论諮咨證证識识議议護护讀读變变負负財财貫贯責责\
    費费資资購购較较載载輕轻輯辑轉转辦办農农迴回這这連连進进過过達达遞递遺遗還还郵邮鄉乡銷销錄录錯错錶表鎮镇長长門门閉闭開开閤合閱阅關关陞升陽阳隊队際际隱隐隻只電电\
    韆千頁页項项順顺須须領领頻频題题額额類类顯显颱台餘余體体髮发鬚须麵面麼么點点齣出";

/// The first of the characters that may be traditional, and how many there may be.
const FIRST: usize = 0x4e00;
const COUNT: usize = 0xa000 - FIRST;

/// A bit for each of them that is: few are, and all are asked for.
static IS_TRADITIONAL: [u64; COUNT / 64] = {
    let bytes = TRADITIONAL.as_bytes();
    let mut bits = [0; COUNT / 64];
    let mut at = 0;
    while at < bytes.len() {
        let (first, second, third) = (bytes[at] as usize, bytes[at + 1] as usize, bytes[at + 2] as usize);
        let character = ((first & 0xf) << 12 | (second & 0x3f) << 6 | (third & 0x3f)) - FIRST;
        bits[character / 64] |= 1 << (character % 64);
        at += 6;
    }
    bits
};

/// The simplified form of a traditional character that labels and rules may meet; any other character stays.
pub fn simplified(c: char) -> char {
    let Some(at) = (c as usize).checked_sub(FIRST) else { return c };
    if IS_TRADITIONAL.get(at / 64).is_none_or(|bits| bits >> (at % 64) & 1 == 0) {
        return c;
    }
    let (pairs, _) = TRADITIONAL.as_bytes().as_chunks::<6>();
    let mut bytes = [0; 4];
    let wanted = c.encode_utf8(&mut bytes).as_bytes();
    let found = pairs.binary_search_by(|pair| pair.get(..3).unwrap_or_default().cmp(wanted));
    let pair = found.ok().and_then(|at| pairs.get(at)).and_then(|pair| std::str::from_utf8(pair).ok());
    pair.and_then(|pair| pair.chars().nth(1)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_found() {
        let chars: Vec<char> = TRADITIONAL.chars().collect();
        assert!(chars.iter().step_by(2).is_sorted());
        for pair in chars.chunks(2) {
            assert_eq!(simplified(pair[0]), pair[1]);
            assert_eq!(
                simplified(pair[1]),
                pair[1],
                "the simplified character is no traditional one of another"
            );
        }
        let text = "監督保障設區的市審查辦理沒有複議組織";
        assert_eq!(text.chars().map(simplified).collect::<String>(), "监督保障设区的市审查办理没有复议组织");
        assert_eq!(simplified('a'), 'a');
    }
}
