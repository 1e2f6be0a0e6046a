using Microsoft.CodeAnalysis;

namespace Pipeline.Analyzers;

/// <summary>The rules. Each has a page in docs/analyzers with an example that breaks it and one that keeps it.</summary>
internal static class Rules
{
    private const string Category = "Privacy";

    public static readonly DiagnosticDescriptor OpenedOutside = Rule("PPL001", "A private value is opened outside a mechanism, a transformation or an audit",
        "'{0}' opens a private value and is no mechanism, transformation or audit");

    public static readonly DiagnosticDescriptor Formatted = Rule("PPL002", "A private value is formatted",
        "A value of type '{0}' becomes text here: what is private is never formatted");

    public static readonly DiagnosticDescriptor InException = Rule("PPL003", "Private content in an exception",
        "Private content is handed to '{0}', whose message may be shown or logged");

    public static readonly DiagnosticDescriptor Logged = Rule("PPL004", "Private content in a log, on the console or in progress",
        "Private content is handed to '{0}', which somebody will read");

    public static readonly DiagnosticDescriptor HandedOutside = Rule("PPL005", "Private content leaves a mechanism or an audit by a back door",
        "Private content leaves here by {0}: it may only leave through the release of a mechanism, the sealed result of a transformation or the measurements of an audit");

    public static readonly DiagnosticDescriptor Written = Rule("PPL006", "A mechanism or an audit writes outside itself",
        "'{0}' reaches files, the network or other programs from where private values are open");

    public static readonly DiagnosticDescriptor Forced = Rule("PPL007", "A private value is forced open",
        "{0} gets round what keeps private values closed");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [OpenedOutside, Formatted, InException, Logged, HandedOutside, Written, Forced];

    private static DiagnosticDescriptor Rule(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
