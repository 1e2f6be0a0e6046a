using Pipeline.Audits;
using Pipeline.Cli.Running.Methods;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Rating;

namespace Pipeline.Cli.Running;

/// <summary>
/// What an attacker with a language model would see: the run's model rates every record, is fine-tuned on the candidate, and rates
/// every record again. Minutes of work, so only for suites that ask for it.
/// </summary>
internal static class ModelRatings
{
    /// <summary>The ratings, sealed; null where no suite asks for them or there are no texts to learn from.</summary>
    public static RatedRecords? Of(RunContext context, Synthesised made)
    {
        if (made.Candidate.Rows.Count == 0 || context.File.Audits.Audits.All(entry => entry.Name != ModelMembershipAudit.AuditName)) return null;
        return context.Stages.Run("Attack with a language model", progress =>
        {
            var options = Proposing.Options(context, ComputeType.Fp32);
            using var rater = TokenRater.Load(context.File.Synthesis.Model, options.Device, options.Meter, progress, context.Cancellation);
            Ratings Rate() => new(
                new RateTokens(rater, progress).Apply(context.Intake.Training, context.Cancellation),
                new RateTokens(rater, progress).Apply(context.Intake.Holdout, context.Cancellation));
            var untuned = Rate();
            rater.FineTune([.. made.Candidate.Rows.Select(row => row.Text)], new FineTuning(), progress, context.Cancellation);
            return new RatedRecords(untuned, Rate());
        });
    }
}
