using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;

namespace Pipeline.Audits;

/// <summary>An audit that suites can name.</summary>
public sealed class AuditKind
{
    private readonly Func<AuditSettings, AuditInputs, Audit> make;

    /// <summary>An audit that numbers set.</summary>
    internal AuditKind(string question, IReadOnlyList<AuditSetting> settings, Func<IReadOnlyDictionary<string, double>, Audit> make)
        : this(question, settings, takesPatterns: false, (given, _) => make(given.Numbers))
    {
    }

    /// <summary>An audit that needs more than the texts.</summary>
    internal AuditKind(string question, IReadOnlyList<AuditSetting> settings, Func<IReadOnlyDictionary<string, double>, AuditInputs, Audit> make)
        : this(question, settings, takesPatterns: false, (given, inputs) => make(given.Numbers, inputs))
    {
    }

    private AuditKind(string question, IReadOnlyList<AuditSetting> settings, bool takesPatterns, Func<AuditSettings, AuditInputs, Audit> make)
    {
        Question = question;
        Settings = settings;
        TakesPatterns = takesPatterns;
        this.make = make;
        var audit = make(new AuditSettings(Defaults()), AuditInputs.None);
        Name = audit.Name;
        Measures = audit.Measures;
    }

    /// <summary>An audit for which a suite may name patterns of its own.</summary>
    internal static AuditKind WithPatterns(
        string question, IReadOnlyList<AuditSetting> settings, Func<IReadOnlyDictionary<string, double>, IReadOnlyList<ValuePattern>, Audit> make) =>
        new(question, settings, takesPatterns: true, (given, _) => make(given.Numbers, given.Patterns));

    /// <summary>The name suites and policies use.</summary>
    public string Name { get; }

    /// <summary>What it asks, in one sentence.</summary>
    public string Question { get; }

    /// <summary>Every measure it can report.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>What may be set.</summary>
    public IReadOnlyList<AuditSetting> Settings { get; }

    /// <summary>Audits of which a suite that names this one must name one too; none for those that may stand alone.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Whether a suite may name patterns of its own for it.</summary>
    public bool TakesPatterns { get; }

    /// <summary>The audit with these settings, the others at their defaults.</summary>
    /// <param name="settings">What is set.</param>
    /// <param name="where">File and line, for problems.</param>
    /// <param name="inputs">What there is besides the texts; an audit that lacks what it needs says so when it runs.</param>
    /// <exception cref="BadInputException">A setting is unknown or out of range, or a pattern cannot be used; every such problem is told.</exception>
    public Audit Create(AuditSettings settings, string where, AuditInputs? inputs = null)
    {
        var problems = settings.Numbers.Select(given => Check(given.Key, given.Value, where))
            .Concat(settings.Patterns.Select(pattern => Check(pattern, where))).OfType<Problem>().ToList();
        if (problems.Count > 0) throw new BadInputException(problems);
        var complete = Defaults();
        foreach (var (name, value) in settings.Numbers) complete[name] = value;
        return make(new AuditSettings(complete, settings.Patterns), inputs ?? AuditInputs.None);
    }

    private Dictionary<string, double> Defaults() => Settings.ToDictionary(setting => setting.Name, setting => setting.Default, StringComparer.Ordinal);

    private Problem? Check(ValuePattern pattern, string where) =>
        !TakesPatterns ? new Problem(where, $"the audit '{Name}' takes no patterns.", "settings alone")
        : pattern.Problem() is { } problem ? new Problem(where, $"the pattern '{pattern.Name}' of the audit '{Name}' {problem}.", ValuePattern.Allowed)
        : null;

    private Problem? Check(string name, double value, string where)
    {
        var setting = Settings.FirstOrDefault(known => known.Name == name);
        if (setting is null)
        {
            var names = Settings.Select(known => known.Name).ToList();
            return new Problem(
                where, $"the audit '{Name}' has no setting '{name}'.", names.Count == 0 ? "no settings" : string.Join(", ", names), NearestName.Of(name, names));
        }
        return setting.Allows(value) ? null : new Problem(where, $"'{name}' of the audit '{Name}' cannot be {value}.", setting.Range);
    }
}
