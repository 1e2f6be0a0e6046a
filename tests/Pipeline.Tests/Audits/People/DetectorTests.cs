using Pipeline.Audits.People;

namespace Pipeline.Tests.Audits.People;

/// <summary>Values beyond the golden lines, so that the rules are known to be rules. All are fabricated; [ and ] mark what must be found.</summary>
public sealed class DetectorTests
{
    [Theory]
    [InlineData(PersonalKind.Email, "cc: [first.last+x@sub-domain.example.co.uk]; thanks")]
    [InlineData(PersonalKind.Email, "'[quoted@example.com]' and ([a.b@example.org])")]
    [InlineData(PersonalKind.Email, "пишите на [иван@пример.рф] сегодня")]
    [InlineData(PersonalKind.Email, "<a href=\"mailto:[x@example.com]\">")]
    [InlineData(PersonalKind.Phone, "Rufen Sie [+49 30 1234567] an")]
    [InlineData(PersonalKind.Phone, "au [01 23 45 67 89] svp")]
    [InlineData(PersonalKind.Phone, "tel. [2125550123], fax: [2125550124]")]
    [InlineData(PersonalKind.Phone, "phone [212 555 0123] or ext")]
    [InlineData(PersonalKind.CreditCard, "card:[4000056655665556]!")]
    [InlineData(PersonalKind.CreditCard, "12 x [4242 4242 4242 4242] 123")]
    [InlineData(PersonalKind.Iban, "iban=[es9121000418450200051332].")]
    [InlineData(PersonalKind.UsSsn, "My social security no is [536229999].")]
    [InlineData(PersonalKind.Ipv4, "from [10.0.0.1], then [10.0.0.2].")]
    [InlineData(PersonalKind.Ipv6, "gateway [fe80::1]%eth0 or [2001:db8:0:1::1].")]
    [InlineData(PersonalKind.Mac, "[AA-BB-CC-DD-EE-FF], ok")]
    [InlineData(PersonalKind.UrlUserinfo, "([sftp://me:pw@files.example.net/a?b=1]).")]
    [InlineData(PersonalKind.DateOfBirth, "I was born in Lyon on [14th of July 1989].")]
    [InlineData(PersonalKind.DateOfBirth, "birthday: [1999/12/31]")]
    [InlineData(PersonalKind.PostalCode, "Austin, TX [73301] and zip code: [10001-0001]")]
    [InlineData(PersonalKind.PostalCode, "in Leeds [LS1 4AP].")]
    [InlineData(PersonalKind.Passport, "my passport number is [123456789].")]
    [InlineData(PersonalKind.Licence, "driving license no. [S1234-5678]")]
    [InlineData(PersonalKind.Person, "Regards, [Emily Parker]")]
    [InlineData(PersonalKind.Person, "Dear Mr [Vanderbilt], you")]
    [InlineData(PersonalKind.Person, "[林]さんと[高橋]先生")]
    [InlineData(PersonalKind.Address, "I live at [221 Old Mill Road, Apt 4] now")]
    [InlineData(PersonalKind.Address, "[742 Evergreen Terrace]")]
    [InlineData(PersonalKind.Address, "wohnt [Hauptstraße 12, 10115 Berlin].")]
    [InlineData(PersonalKind.Address, "au [12 rue de la Paix, 75002 Paris]")]
    [InlineData(PersonalKind.Address, "[北海道札幌市中央区北1条西2丁目]です")]
    [InlineData(PersonalKind.Address, "送り先：[神奈川県横浜市西区みなとみらい2-3-1]。")]
    [InlineData(PersonalKind.Secret, "api_key='[abc123def456]'")]
    [InlineData(PersonalKind.Secret, "Password: [Tr0ub4dor&3].")]
    public void Finds(PersonalKind kind, string marked)
    {
        var text = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var found = PersonalData.Find(text, new HashSet<PersonalKind> { kind }).OrderBy(value => value.Span.Start).ToList();
        for (var i = found.Count - 1; i >= 0; i--) text = text.Insert(found[i].Span.End, "]").Insert(found[i].Span.Start, "[");
        Assert.Equal(marked, text);
    }

    [Theory]
    [InlineData(PersonalKind.Email, "the scope @angular/core@17 and a@b")]
    [InlineData(PersonalKind.Phone, "from 2024-01-15 to 2024-02-15, 10:00-11:00")]
    [InlineData(PersonalKind.Phone, "order 2125550123 and sum 1,212,555,0123")]
    [InlineData(PersonalKind.Phone, "0.2125550123 and 0123-456-78")]
    [InlineData(PersonalKind.CreditCard, "4242 4242 4242 4243")]
    [InlineData(PersonalKind.Iban, "ES9121000418450200051333")]
    [InlineData(PersonalKind.UsSsn, "536229999 and 536-22-99990")]
    [InlineData(PersonalKind.JpMyNumber, "123456789018")]
    [InlineData(PersonalKind.Ipv4, "1.2.3 and 1.2.3.4.5 and 300.1.1.1")]
    [InlineData(PersonalKind.Ipv6, "std::cout << a::b; at 12:30:45 and ::")]
    [InlineData(PersonalKind.DateOfBirth, "due on 14 July 1989; newborn screening")]
    [InlineData(PersonalKind.PostalCode, "OK 12 and IN 2024 we")]
    [InlineData(PersonalKind.Passport, "passport control and passport renewal")]
    [InlineData(PersonalKind.Licence, "licence 12345678")]
    [InlineData(PersonalKind.Person, "患者さん、業者様、同様、皆さん、奥様")]
    [InlineData(PersonalKind.Person, "St. James Park, Charles River and Dr. Oetker")]
    [InlineData(PersonalKind.Address, "the road to 10 Downing")]
    [InlineData(PersonalKind.Address, "東京都で3-4人")]
    [InlineData(PersonalKind.Secret, "password: please reset it; token: none")]
    public void Passes_over(PersonalKind kind, string text) => Assert.Empty(PersonalData.Find(text, new HashSet<PersonalKind> { kind }));

    [Fact]
    public void Never_writes_the_value()
    {
        var value = PersonalData.Find("ask anna@example.com", PersonalData.Kinds).Single();
        Assert.DoesNotContain("anna", value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_every_kind() => Assert.All(Enum.GetValues<PersonalKind>(), kind => Assert.NotEmpty(PersonalData.NameOf(kind)));

    [Theory]
    [InlineData("1")]
    [InlineData("a@")]
    [InlineData("born ")]
    [InlineData("password=")]
    [InlineData("東京都")]
    [InlineData("1 Aa ")]
    [InlineData("://a")]
    [InlineData("0-")]
    public void Reads_long_monotonous_text_to_its_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000)) + " ask anna@example.com";
        Assert.Contains(PersonalData.Find(text, PersonalData.Kinds), value => value.Kind == PersonalKind.Email && value.Span.End == text.Length);
    }
}
