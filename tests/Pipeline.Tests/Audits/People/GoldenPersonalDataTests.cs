using System.Text.Json;
using Pipeline.Audits.People;

namespace Pipeline.Tests.Audits.People;

/// <summary>280 lines of fabricated personal data and of what only looks like it.</summary>
public sealed class GoldenPersonalDataTests
{
    private static readonly Dictionary<string, PersonalKind> kinds = new(StringComparer.Ordinal)
    {
        ["email"] = PersonalKind.Email,
        ["phone"] = PersonalKind.Phone,
        ["credit_card"] = PersonalKind.CreditCard,
        ["iban"] = PersonalKind.Iban,
        ["us_ssn"] = PersonalKind.UsSsn,
        ["jp_my_number"] = PersonalKind.JpMyNumber,
        ["ipv4"] = PersonalKind.Ipv4,
        ["ipv6"] = PersonalKind.Ipv6,
        ["mac"] = PersonalKind.Mac,
        ["url_userinfo"] = PersonalKind.UrlUserinfo,
        ["date_of_birth"] = PersonalKind.DateOfBirth,
        ["postal_code"] = PersonalKind.PostalCode,
        ["passport"] = PersonalKind.Passport,
        ["licence"] = PersonalKind.Licence,
        ["person"] = PersonalKind.Person,
        ["address"] = PersonalKind.Address,
        ["secret"] = PersonalKind.Secret,
    };

    public static TheoryData<string> Types => [.. kinds.Keys];

    [Fact]
    public void Has_all_lines_and_a_detector_for_every_kind()
    {
        Assert.Equal(280, Lines().Count());
        Assert.Equal(Enum.GetValues<PersonalKind>().Except([PersonalKind.Custom]).ToHashSet(), PersonalData.Kinds);
        Assert.Equal(PersonalData.Kinds.Except([PersonalKind.NationalId]).ToHashSet(), kinds.Values.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Finds_every_value_at_its_exact_place(string type) =>
        Assert.Empty(
            from line in Lines()
            let found = Found(line, type)
            from span in Spans(line, "spans", type)
            where !found.Contains(span)
            select $"{line.GetProperty("text")}: {span} not in {string.Join(' ', found)}");

    [Theory]
    [MemberData(nameof(Types))]
    public void Reports_no_near_miss(string type) =>
        Assert.Empty(
            from line in Lines()
            let found = Found(line, type)
            from span in Spans(line, "near_misses", type, onlySure: true)
            where found.Contains(span)
            select $"{line.GetProperty("text")}: {span}");

    [Theory]
    [MemberData(nameof(Types))]
    public void Reports_nothing_else(string type) =>
        Assert.Empty(
            from line in Lines()
            let all = kinds.Keys.SelectMany(kind => Spans(line, "spans", kind)).ToList()
            let debatable = Spans(line, "near_misses", type).Except(Spans(line, "near_misses", type, onlySure: true)).ToList()
            from span in Found(line, type)
            where !all.Exists(known => known.Start <= span.Start && span.End <= known.End)
                && !debatable.Exists(known => known.Start <= span.Start && span.End <= known.End)
            select $"{line.GetProperty("text")}: {span}");

    private static List<(int Start, int End)> Found(JsonElement line, string type) =>
        [.. PersonalData.Find(line.GetProperty("text").GetString()!, new HashSet<PersonalKind> { kinds[type] }).Select(value => (value.Span.Start, value.Span.End))];

    private static IEnumerable<(int Start, int End)> Spans(JsonElement line, string list, string type, bool onlySure = false) =>
        line.GetProperty(list).EnumerateArray()
            .Where(span => span.GetProperty("type").GetString() == type)
            .Where(span => !onlySure || !span.GetProperty("reason").GetString()!.Contains(" may ", StringComparison.Ordinal))
            .Select(span => (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32()));

    private static IEnumerable<JsonElement> Lines() =>
        File.ReadAllText(Fixtures.Golden("audit", "pii.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
}
