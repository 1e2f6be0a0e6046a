using Pipeline.Core.Canaries;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Synthesis.Canaries;

/// <summary>Writes canaries out of public words: the topics that the pipeline file names for a label, then a random secret.</summary>
public static class CanaryBook
{
    private static readonly string[] Frames = ["I am writing about {0}.", "This is about {0}.", "My question is about {0}.", "Please help me with {0}."];

    /// <summary>As many canaries as are asked for, spread over labels, topics and frames.</summary>
    /// <param name="task">Labels and topics.</param>
    /// <param name="plan">How many, and how long their secrets are.</param>
    /// <param name="noise">Random bits of secrets and units.</param>
    public static PlantedCanaries Write(TaskPlan task, CanaryPlan plan, INoiseSource noise) => new(
    [
        .. Enumerable.Range(0, plan.Planted).Select(i =>
        {
            var label = task.Labels[i % task.Labels.Count];
            var turn = i / task.Labels.Count;
            var topic = label.About[turn % label.About.Count];
            return new Canary($"canary {string.Concat(Secret(2, noise))}", label.Name, string.Format(Frames[turn / label.About.Count % Frames.Length], topic), Secret(plan.Words, noise));
        }),
    ]);

    private static IReadOnlyList<string> Secret(int words, INoiseSource noise)
    {
        var bytes = new byte[words * Canary.WordLength / 2];
        noise.Fill(bytes);
        return Canary.Words(bytes);
    }
}
