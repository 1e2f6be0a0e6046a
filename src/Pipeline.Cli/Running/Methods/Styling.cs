using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Style;

namespace Pipeline.Cli.Running.Methods;

/// <summary>Rewrites proposals in the source's surface style before anything reads them: as the file states it, or as a mechanism measures it.</summary>
internal static class Styling
{
    /// <summary>The style of the run as far as it is known; null when none is asked for.</summary>
    public static SurfaceStyle? Known(RunContext context) => context.File.Public.Style is { } note ? SurfaceStyle.Of(note) : context.Spending.Style;

    /// <summary>True when proposals will be rewritten and thinned.</summary>
    public static bool Asked(RunContext context) => context.File.Public.Style is not null || context.File.Privacy.StyleShare is not null;

    /// <summary>Measures the style where the file asks for it, then rewrites.</summary>
    public static ProposalPool First(RunContext context, ProposalPool pool)
    {
        if (context.File.Privacy.StyleShare is not null) context.Spending.MeasureStyle(context, pool.Directions(context.Labels.Count) + 1);
        return Again(context, pool);
    }

    /// <summary>
    /// Rewrites in the style that is known. What is public is anybody's, so a stated style is that of zero-shot texts as well;
    /// a measured one is not.
    /// </summary>
    public static ProposalPool Again(RunContext context, ProposalPool pool)
    {
        if (Known(context) is not { } style) return pool;
        var seed = (ulong)context.File.Synthesis.Seed;
        return pool with
        {
            Readable = StyledProposals.Of(pool.Readable, style, seed),
            Clean = context.File.Public.Style is null ? pool.Clean : StyledProposals.Of(pool.Clean, style, seed),
        };
    }
}
