namespace Pipeline.Audits.People;

/// <summary>A kind of personal value that can be recognised by its form.</summary>
public enum PersonalKind
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A payment card number that passes the Luhn check.</summary>
    CreditCard,

    /// <summary>An international bank account number that passes mod 97.</summary>
    Iban,

    /// <summary>A US social security number.</summary>
    UsSsn,

    /// <summary>A Japanese individual number with a right check digit.</summary>
    JpMyNumber,

    /// <summary>An IPv4 address.</summary>
    Ipv4,

    /// <summary>An IPv6 address.</summary>
    Ipv6,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>A URL with a user name or password in it.</summary>
    UrlUserinfo,

    /// <summary>A date said to be somebody's birth.</summary>
    DateOfBirth,

    /// <summary>A postal code.</summary>
    PostalCode,

    /// <summary>A passport number, or the second line of its machine-readable zone.</summary>
    Passport,

    /// <summary>A driving licence number.</summary>
    Licence,

    /// <summary>A person's name, without honorific.</summary>
    Person,

    /// <summary>A street address.</summary>
    Address,

    /// <summary>A password, key or token.</summary>
    Secret,

    /// <summary>A number that a state gives to a person, of another kind than those above.</summary>
    NationalId,

    /// <summary>A value of a kind that the suite describes.</summary>
    Custom,
}
