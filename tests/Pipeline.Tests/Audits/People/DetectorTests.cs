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
    [InlineData(PersonalKind.Secret, "it is [q7Zk2LmX9vBt4RwYc8Hn], keep it")]
    [InlineData(PersonalKind.Secret, "[glpat-x9vBt4RwYc8Hnq7Zk2Lm]")]
    [InlineData(PersonalKind.Phone, "WhatsApp [98765 43210], please")]
    [InlineData(PersonalKind.Phone, "tel. [0\u200B90-1\u00AD234-5678]\u200B!")]
    [InlineData(PersonalKind.Phone, "ring [٠٢٠ ٧٩٤٦ ٠٩٥٨] now")]
    [InlineData(PersonalKind.CreditCard, "𝟒𝟐𝟒𝟐 it is [𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐].")]
    [InlineData(PersonalKind.Email, "to [\u0430nn\u0430@ex\u0430mple.com].")]
    [InlineData(PersonalKind.Person, "Dear [John Placeholder], hello")]
    [InlineData(PersonalKind.Person, "signed by [Agnieszka van der Muster]")]
    [InlineData(PersonalKind.Person, "[JOHN Q. SAMPLE] wrote, and [Priya O'Sample]")]
    [InlineData(PersonalKind.Person, "Mr. [J\u043Ehn Example] left")]
    [InlineData(PersonalKind.Person, "my name is [Quillon Zephyrine]; hi")]
    [InlineData(PersonalKind.Person, "Kind regards,\n[Quillon de Zephyrine]")]
    [InlineData(PersonalKind.Person, "[Tanaka Hanako] and [Taro Yamada]")]
    [InlineData(PersonalKind.Person, "担当は[山田太郎]です")]
    [InlineData(PersonalKind.Person, "[佐藤 花子]（経理部）と[𠮷田健]")]
    [InlineData(PersonalKind.Person, "[田中 はなこ]です。")]
    [InlineData(PersonalKind.Person, "[例野見太]と申します")]
    [InlineData(PersonalKind.Person, "氏名：[ヤマダ タロウ]")]
    [InlineData(PersonalKind.Person, "氏名:[ﾔﾏﾀﾞ ﾀﾛｳ]")]
    [InlineData(PersonalKind.NationalId, "身份证[11010519491231002X]。")]
    [InlineData(PersonalKind.NationalId, "NIR [2 55 08 14 168 025 38].")]
    [InlineData(PersonalKind.NationalId, "DNI [12345678Z], NIE [X1234567L]")]
    [InlineData(PersonalKind.NationalId, "codice [RSSMRA85T10A562S]")]
    [InlineData(PersonalKind.NationalId, "CPF [111.444.777-35]")]
    [InlineData(PersonalKind.NationalId, "NI number [AB 12 34 56 C]")]
    [InlineData(PersonalKind.NationalId, "NHS number [943 476 5919]")]
    [InlineData(PersonalKind.NationalId, "my Aadhaar is [2341 2341 2346]")]
    [InlineData(PersonalKind.NationalId, "Steuer-ID: [86 095 742 719]")]
    [InlineData(PersonalKind.NationalId, "주민 [900101-1234567].")]
    [InlineData(PersonalKind.NationalId, "BSN [111222333]")]
    [InlineData(PersonalKind.NationalId, "AHV [756.9217.0769.85]")]
    [InlineData(PersonalKind.NationalId, "personnummer [811228-9874]")]
    [InlineData(PersonalKind.NationalId, "PESEL [44051401359]")]
    [InlineData(PersonalKind.NationalId, "SIN [046 454 286]")]
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
    [InlineData(PersonalKind.Secret, "QuarterlyReport2024FinalVersion and Really_Long_Identifier_2_Of_3")]
    [InlineData(PersonalKind.Secret, "9F86D081884C7D659a2feaa0c55ad015 and 0123456789ABCDEFGHIJabcdefghij")]
    [InlineData(PersonalKind.Secret, "src/Pipeline.Audits/People/Names/NameLists.cs, https://example.com/Some/Path/2024/Page")]
    [InlineData(PersonalKind.Phone, "phone 12-34 and tel 2024-01-15")]
    [InlineData(PersonalKind.Person, "Best regards,\nCustomer Service")]
    [InlineData(PersonalKind.Person, "Dear Valued Customer, Happy Monday")]
    [InlineData(PersonalKind.Person, "山口県、石川第一、上田市、松本城、小林製薬")]
    [InlineData(PersonalKind.Person, "私は学生です。名前は忘れました")]
    [InlineData(PersonalKind.NationalId, "110105194912310021 and 2 55 08 14 168 025 39")]
    [InlineData(PersonalKind.NationalId, "12345678A, X1234567A, RSSMRA85T10A562T, 111.444.777-36, 111.111.111-11")]
    [InlineData(PersonalKind.NationalId, "NHS 9434765918, Aadhaar 234123412347, IdNr 86095742718, 900230-1234567, BSN 111222334")]
    [InlineData(PersonalKind.NationalId, "756.9217.0769.86, 811228-9875, PESEL 44051401358, SIN 046 454 287, BG 12 34 56 C, 943 476 5919")]
    public void Passes_over(PersonalKind kind, string text) => Assert.Empty(PersonalData.Find(text, new HashSet<PersonalKind> { kind }));

    [Theory]
    [InlineData("+1 212 555 0123", "(212) 555-0123")]
    [InlineData("+44 20 7946 0958", "020 7946 0958")]
    [InlineData("+81 90 1234 5678", "09012345678")]
    [InlineData("+49 30 1234567", "030 1234567")]
    public void Knows_a_telephone_number_with_and_without_its_country(string one, string other) => Assert.Equal(KeyOf(one), KeyOf(other));

    [Fact]
    public void Tells_numbers_apart_that_end_alike() => Assert.NotEqual(KeyOf("(212) 555-0123"), KeyOf("(312) 555-0123"));

    [Theory]
    [InlineData("見本 太郎さん", "見本太郎さん")]
    [InlineData("Mr. J\u043Ehn \u0415xample", "Mr. John Example")]
    public void Knows_a_name_however_it_is_written(string one, string other) => Assert.Equal(
        PersonalData.Find(other, Persons).Single().Key, PersonalData.Find(one, Persons).Single().Key);

    /// <summary>What is stated of tokens drawn at random: about six in a hundred of twenty characters are passed over, and fewer than one of forty.</summary>
    [Theory]
    [InlineData(20, 0.935)]
    [InlineData(40, 0.99)]
    public void Finds_keys_drawn_at_random(int length, double share)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var random = new Random(11);
        var found = Enumerable.Range(0, 2000).Count(_ => PersonalData.Find($"it is {new string(random.GetItems<char>(Letters, length))}, ok", new HashSet<PersonalKind> { PersonalKind.Secret }).Any());
        Assert.InRange(found, share * 2000, 2000);
    }

    /// <summary>The other side of the same statement: none in this project's own pages, which are full of names made of words.</summary>
    [Fact]
    public void Takes_no_word_of_the_documents_for_a_secret()
    {
        var pages = Directory.EnumerateFiles(Fixtures.Shipped("docs"), "*.md").Concat(Directory.EnumerateFiles(Fixtures.Shipped("audits"), "*.md")).Append(Fixtures.Shipped("README.md")).ToList();
        Assert.InRange(pages.Count, 5, int.MaxValue);
        Assert.All(pages, page => Assert.Empty(PersonalData.Find(File.ReadAllText(page), new HashSet<PersonalKind> { PersonalKind.Secret })));
    }

    [Fact]
    public void Never_writes_the_value()
    {
        var value = PersonalData.Find("ask anna@example.com", PersonalData.Kinds).Single();
        Assert.DoesNotContain("anna", value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_every_kind() => Assert.All(Enum.GetValues<PersonalKind>(), kind => Assert.NotEmpty(PersonalData.NameOf(kind)));

    private static readonly HashSet<PersonalKind> Persons = [PersonalKind.Person];

    private static string KeyOf(string number) => PersonalData.Find($"call {number} now", new HashSet<PersonalKind> { PersonalKind.Phone }).Single().Key;

    [Theory]
    [InlineData("1")]
    [InlineData("a@")]
    [InlineData("born ")]
    [InlineData("password=")]
    [InlineData("東京都")]
    [InlineData("1 Aa ")]
    [InlineData("://a")]
    [InlineData("0-")]
    [InlineData("John ")]
    [InlineData("山田")]
    [InlineData("Aa1")]
    [InlineData("12 ")]
    [InlineData("tel 12 ")]
    [InlineData("а")]
    public void Reads_long_monotonous_text_to_its_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000)) + " ask anna@example.com";
        Assert.Contains(PersonalData.Find(text, PersonalData.Kinds), value => value.Kind == PersonalKind.Email && value.Span.End == text.Length);
    }
}
