using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;

namespace Pipeline.Audits;

/// <summary>An audit that suites can name.</summary>
public sealed class AuditKind
{
    private readonly Func<IReadOnlyDictionary<string, double>, AuditInputs, Audit> make;

    internal AuditKind(string question, IReadOnlyList<AuditSetting> settings, Func<IReadOnlyDictionary<string, double>, Audit> make)
        : this(question, settings, (given, _) => make(given))
    {
    }

    /// <summary>An audit that needs more than the texts.</summary>
    internal AuditKind(string question, IReadOnlyList<AuditSetting> settings, Func<IReadOnlyDictionary<string, double>, AuditInputs, Audit> make)
    {
        Question = question;
        Settings = settings;
        this.make = make;
        var audit = make(Defaults(), AuditInputs.None);
        Name = audit.Name;
        Measures = audit.Measures;
    }

    /// <summary>The name suites and policies use.</summary>
    public string Name { get; }

    /// <summary>What it asks, in one sentence.</summary>
    public string Question { get; }

    /// <summary>Every measure it can report.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>What may be set.</summary>
    public IReadOnlyList<AuditSetting> Settings { get; }

    /// <summary>The audit with these settings, the others at their defaults.</summary>
    /// <param name="settings">By name.</param>
    /// <param name="where">File and line, for problems.</param>
    /// <param name="inputs">What there is besides the texts; an audit that lacks what it needs says so when it runs.</param>
    /// <exception cref="BadInputException">A setting is unknown or out of range; every such problem is told.</exception>
    public Audit Create(IReadOnlyDictionary<string, double> settings, string where, AuditInputs? inputs = null)
    {
        var problems = settings.Select(given => Check(given.Key, given.Value, where)).OfType<Problem>().ToList();
        if (problems.Count > 0) throw new BadInputException(problems);
        var complete = Defaults();
        foreach (var (name, value) in settings) complete[name] = value;
        return make(complete, inputs ?? AuditInputs.None);
    }

    private Dictionary<string, double> Defaults() => Settings.ToDictionary(setting => setting.Name, setting => setting.Default, StringComparer.Ordinal);

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
