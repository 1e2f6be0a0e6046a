using Pipeline.Audits;
using Pipeline.Audits.Usefulness;
using Pipeline.Files;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running;

/// <summary>What files may name: the catalog's audits, and those that run by themselves.</summary>
internal static class KnownAudits
{
    public static AuditNames All { get; } = new(
    [
        .. AuditCatalog.Kinds.Select(kind => new KnownAudit(kind.Name, kind.Measures,
            [.. kind.Settings.Select(setting => new KnownSetting(setting.Name, setting.Least, setting.Most, setting.Whole))]) { TakesPatterns = kind.TakesPatterns, Beside = kind.Beside }),
        new KnownAudit(UsefulnessAudit.AuditName, UsefulnessAudit.AllMeasures, []) { Planned = true },
        new KnownAudit(JudgeAudit.AuditName, JudgeAudit.AllMeasures, []) { Planned = true },
        new KnownAudit(DiversityAudit.AuditName, DiversityAudit.AllMeasures, []) { Planned = true },
        new KnownAudit(CanaryAudit.AuditName, CanaryAudit.AllMeasures, []) { Planned = true },
        new KnownAudit(ClaimAgainstAttackAudit.AuditName, [.. ClaimAgainstAttackAudit.MeasuresOf(NoisyGradientPath.MechanismName), .. ClaimAgainstAttackAudit.MeasuresOf(NoisySurfaceStyle.MechanismName)], []) { Planned = true },
    ]);
}
