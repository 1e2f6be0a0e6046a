using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>A house number with a street's name (English, German, French), or a Japanese address from prefecture to block number.</summary>
internal sealed partial class AddressDetector : PersonalDetector
{
    private const string Street =
        "(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Crescent|Highway|Hwy|Parkway|Row|Gardens|Mews|Hill|Circle)";

    private const string Prefecture =
        "(?:東京都|北海道|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|"
        + "奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)";

    public override PersonalKind Kind => PersonalKind.Address;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(English(), folded).Concat(Matches(Continental(), folded)).Concat(Matches(Japanese(), folded));

    private const string Flat = @"(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|#)\.? ?[0-9A-Za-z-]{1,6})?";

    private const string TownAndCode =
        @"(?:,? (?:\p{Lu}[\p{L}'-]{1,30},? ){1,3}(?:" + PostalCodeDetector.State + " " + PostalCodeDetector.Zip + "|" + PostalCodeDetector.British + ")(?![0-9A-Za-z]))?";

    private const string GermanStreet = @"\p{Lu}[\p{L}-]{1,40}(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]{1,4}[a-z]?";

    private const string FrenchStreet =
        @"[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|impasse|quai) (?:(?:de|du|des|la|le|les|l'|d') ?){0,3}\p{Lu}[\p{L}'-]{1,40}";

    private const string Block =
        "(?:[0-9]{1,4}(?:-[0-9]{1,4}){1,3}|[0-9一二三四五六七八九十]{1,4}(?:丁目|番地?)(?:[0-9]{1,4}(?:番地?|-)?(?:[0-9]{1,4}号?)?)?)";

    [GeneratedRegex(NotBefore + @"(?<!\$)[0-9]{1,5}[A-Za-z]?,? (?:\p{Lu}[\p{L}'.-]{0,30} |[0-9]{1,3}(?:st|nd|rd|th) ){1,4}?" + Street + @"\b(?:\.(?=,| [A-Z0-9#]))?" + Flat + TownAndCode, RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex English();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(?:" + GermanStreet + "|" + FrenchStreet + @")(?:,? [0-9]{5} \p{Lu}[\p{L}-]{1,40})?(?![\p{L}\p{N}])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Continental();

    // The particles left out end a place's name: 東京都では is no address.
    [GeneratedRegex("(?:〒 ?[0-9]{3}-?[0-9]{4} ?)?" + Prefecture + @"[\p{L}0-9々-[はをがへでに]]{1,30}?" + Block + "(?![0-9])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Japanese();
}
