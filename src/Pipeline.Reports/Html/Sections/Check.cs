using Pipeline.Core;

namespace Pipeline.Reports.Html.Sections;

/// <summary>Every digest that the evidence hangs on, so that a stranger can compare.</summary>
internal static class Check
{
    private sealed record Named(string What, string Digest, string How);

    public static object Of(RunReport report) => new { Digests = Digests(report).ToList() };

    private static IEnumerable<Named> Digests(RunReport report)
    {
        var binding = report.Evidence.Binding;
        if (report.Release is { } release) yield return Of("Released file", release.Digest, $"sha256sum {release.FileName}");
        yield return Of("Candidate", binding.Candidate, "every field of every synthetic row, in order");
        yield return Of("Source", binding.Source, "the private source as it was read");
        yield return Of("Settings", binding.Settings, "pipeline file, audit suite and model together");
        yield return Of("Policy", report.Settings.PolicyDigest, $"the policy file “{report.Settings.Policy}”");
        yield return Of("Audit suite", report.Settings.SuiteDigest, $"the audit suite “{report.Settings.Suite}”");
        yield return Of("Language model", report.Settings.ModelDigest, $"sha256sum {report.Settings.Model}");
        yield return Of("Evidence", report.Evidence.Digest(), "all guarantees and findings with the digests they are bound to");
        if (report.Ledger is { } ledger) yield return Of("Ledger entry", ledger.Entry, "the entry that paid for this run");
    }

    private static Named Of(string what, Digest digest, string how) => new(what, digest.Hex, how);
}
