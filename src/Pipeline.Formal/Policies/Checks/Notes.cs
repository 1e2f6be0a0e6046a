using Pipeline.Core.Policies;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>What is not wrong with a policy, and worth a look.</summary>
internal static class Notes
{
    private const double LargeEpsilon = 10;

    public static IEnumerable<string> Of(Policy policy, DateTimeOffset today)
    {
        foreach (var exception in policy.Exceptions.Where(exception => !exception.IsOpen(today)))
            yield return $"{exception.Where}: The exception from '{exception.Relaxes}' ended on {exception.Until:yyyy-MM-dd} and has no effect any more.";
        foreach (var exception in policy.Exceptions.Where(exception => exception.IsOpen(today)))
            yield return $"{exception.Where}: '{exception.Relaxes}' is {exception.Words}.";
        foreach (var large in policy.Require.OfType<GuaranteeRequirement>().Where(required => required is { Epsilon: > LargeEpsilon, Cumulative: false }))
            yield return $"{large.Where}: An epsilon of {large.Epsilon} lets the odds of an attacker's guess rise e^{large.Epsilon} times; rely on what is measured.";
        var (single, all) = (policy.Require.OfType<GuaranteeRequirement>().Where(required => !required.Cumulative).ToList(), policy.Require.OfType<GuaranteeRequirement>().Where(required => required.Cumulative).ToList());
        foreach (var total in all.Where(total => single.Exists(one => one.Delta == total.Delta && one.Epsilon > total.Epsilon)))
            yield return $"{total.Where}: All releases together may spend less than one release alone; the bound on one release will never be reached.";
    }
}
