using Pipeline.Audits;
using Pipeline.Audits.Text;

namespace Pipeline.Tests.Audits;

/// <summary>Disguises that leave a copy readable leave it visible to every overlap audit of the standard suite, and are told apart where a suite asks for it.</summary>
public sealed class EvasionTests
{
    private static readonly Dictionary<string, Func<string, string>> disguises = new()
    {
        ["cyrillic"] = text => text.Replace('a', 'а').Replace('e', 'е').Replace('o', 'о').Replace('c', 'с'),
        ["greek and cherokee"] = text => text.Replace('o', 'ο').Replace('i', 'ι').Replace('T', 'Ꭲ').Replace('a', 'α'),
        ["mathematical letters"] = text => string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + c - 'a') : c.ToString())),
        ["full width"] = text => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)),
        ["zero width"] = text => string.Join('\u200B', text.AsEnumerable()),
        ["soft hyphens and joiners"] = text => string.Concat(text.Select((c, i) => c + (i % 3 == 0 ? "\u00AD" : i % 3 == 1 ? "\u2060" : "\u034F"))),
        ["variation selectors"] = text => string.Concat(text.Select(c => c + "\uFE0F")),
        ["tags and fillers"] = text => text.Replace("e", "e\U000E0041\u3164", StringComparison.Ordinal),
        ["strange spaces"] = text => text.Replace(" ", "\u2003\u205F", StringComparison.Ordinal),
        ["capitals"] = text => text.ToUpperInvariant(),
    };

    private static readonly (Func<Pipeline.Core.Evidence.Audit> Make, string Measure)[] audits =
    [
        (() => new ExactOverlapAudit(), "copied records"),
        (() => new NGramOverlapAudit(), "worst containment"),
        (() => new NGramOverlapAudit(), "worst containment with repeats"),
        (() => new NGramOverlapAudit(), "worst containment of characters"),
        (() => new CommonSubstringAudit(), "texts sharing a long run"),
        (() => new NearDuplicatesAudit(), "near duplicates"),
    ];

    public static TheoryData<string> Disguises => [.. disguises.Keys];

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Every_overlap_audit_sees_through(string disguise)
    {
        var copy = disguises[disguise](Samples.Letter);
        Assert.NotEqual(Samples.Letter, copy);
        foreach (var (make, measure) in audits)
            Assert.True(new AuditBench(make()).Against([copy], [Samples.Other, Samples.Letter], measure).Statistic.Estimate == 1, measure);
    }

    [Fact]
    public void A_record_in_another_script_is_found_in_its_own_script()
    {
        const string russian = "Курьер оставил мою посылку у соседа на третьем этаже в прошлый вторник, но её там никто не видел";
        foreach (var (make, measure) in audits)
            Assert.True(new AuditBench(make()).Against([russian.ToUpperInvariant()], [russian], measure).Statistic.Estimate == 1, measure);
    }

    [Theory]
    [InlineData("exact-overlap", "copied records")]
    [InlineData("near-duplicates", "near duplicates")]
    [InlineData("ngram-overlap", "worst containment")]
    [InlineData("common-substring", "texts sharing a long run")]
    public void A_suite_may_keep_scripts_apart(string audit, string measure)
    {
        var copy = disguises["cyrillic"](Samples.Letter);
        var apart = AuditCatalog.Create(audit, new Dictionary<string, double> { ["look-alikes"] = 0 }, "suite");
        Assert.Equal(0, new AuditBench(apart).Against([copy], [Samples.Letter], measure).Statistic.Estimate);
    }

    [Fact]
    public void Skeletons_only_bring_texts_together() =>
        Assert.All(disguises.Values, disguise => Assert.Equal(Skeleton.Of(TextNormaliser.Full(Samples.Letter)), Skeleton.Of(TextNormaliser.Full(disguise(Samples.Letter)))));
}
