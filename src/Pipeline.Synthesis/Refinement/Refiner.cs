using Pipeline.Core;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// Refines chosen texts word by word so that their gradients come nearer to the released target while the model finds them no
/// less likely (docs/synthesis.md, section 5). Post-processing: it sees public texts, the public map and the released means.
/// The model must compute in fp32: decisions hang on thousandths, which bf16 does not hold.
/// </summary>
/// <param name="model">Reads and rates the texts.</param>
/// <param name="encoder">The task's prompt on the same model.</param>
/// <param name="map">The public feature map.</param>
/// <param name="publicTexts">Where words are taken from.</param>
/// <param name="avoid">Words that such texts do not use.</param>
/// <param name="settings">How to refine.</param>
public sealed class Refiner(
    LanguageModel model, TextEncoder encoder, FeatureMap map, IEnumerable<string> publicTexts, IReadOnlyList<string> avoid, RefineSettings settings)
{
    private readonly Neighbourhood neighbours = new(model, encoder, new WordBook(model.Tokenizer, publicTexts), avoid, settings);

    /// <summary>Refines the texts of every class against the class's target mean, then checks the result from the texts alone.</summary>
    /// <param name="classes">Texts of each class.</param>
    /// <param name="targets">The released mean phi of each class.</param>
    /// <param name="progress">Told after every visit.</param>
    /// <param name="cancellation">Checked at every visit.</param>
    public IReadOnlyList<RefinedClass> Run(
        IReadOnlyList<IReadOnlyList<string>> classes, double[][] targets, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var all = classes.Sum(texts => texts.Count);
        var searched = new (IReadOnlyList<PlacedText?> Texts, Sweep Before, List<Sweep> Sweeps)[classes.Count];
        var done = new Tally("refining texts", all * settings.MostSweeps, "visits", progress);
        Each(Searches(classes, targets, cancellation), (c, search, state, stop) =>
        {
            var before = new Sweep(state.Merit, state.Residual, state.Surprise, 0, 0, 0, 0);
            var sweeps = new List<Sweep>();
            while (sweeps.Count < settings.MostSweeps && (sweeps.Count == 0 || sweeps[^1].Accepted > 0)) sweeps.Add(search.Visit(() => done.Add(1), stop));
            searched[c] = ([.. search.Texts], before, sweeps);
        }, cancellation);

        IReadOnlyList<string>[] final = [.. classes.Select((texts, c) => (IReadOnlyList<string>)[.. texts.Select((text, i) => searched[c].Texts[i]?.Text ?? text)])];
        var checks = Verify(final, targets, progress, cancellation);
        return
        [
            .. classes.Select((_, c) => new RefinedClass(final[c], searched[c].Before, searched[c].Sweeps,
                searched[c].Texts.Count(text => text is null), searched[c].Sweeps is [.., { Accepted: 0 }], checks[c])),
        ];
    }

    /// <summary>
    /// Checks texts, whoever made them: reads them anew and rates every candidate substitution exactly. It knows nothing of a
    /// search that went before.
    /// </summary>
    public IReadOnlyList<Stationarity> Verify(
        IReadOnlyList<IReadOnlyList<string>> classes, double[][] targets, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var checks = new Stationarity[classes.Count];
        var done = new Tally("checking texts", classes.Count, "classes", progress);
        Each(Searches(classes, targets, cancellation), (c, search, _, stop) =>
        {
            checks[c] = search.Check(stop);
            done.Add(1);
        }, cancellation);
        return checks;
    }

    /// <summary>Reads all texts the ordinary way and sets up each class.</summary>
    private List<(ClassSearch Search, ClassState State)> Searches(IReadOnlyList<IReadOnlyList<string>> classes, double[][] targets, CancellationToken cancellation)
    {
        if (model.Compute != ComputeType.Fp32) throw new InvalidOperationException("Texts are refined in fp32.");
        string[] texts = [.. classes.SelectMany(own => own)];
        PlacedText?[] placed = [.. texts.Select(text => PlacedText.Of(text, encoder, model))];
        var phi = map.Map(encoder.States(texts, null, cancellation));
        var surprise = model.NegativeLogLikelihood([.. texts.Select((text, i) => placed[i] is { } own ? own.Ids[..own.End] : Beginning(text))], null, cancellation);
        var searches = new List<(ClassSearch, ClassState)>();
        for (var (c, at) = (0, 0); c < classes.Count; at += classes[c++].Count)
        {
            var end = at + classes[c].Count;
            var state = new ClassState(targets[c], settings.Alpha, Enumerable.Range(at, end - at).Select(i => new Rating(phi[i], double.IsFinite(surprise[i]) ? surprise[i] : 0)));
            searches.Add((new ClassSearch(model, map, neighbours, settings, state, placed[at..end]), state));
        }
        return searches;
    }

    private int[] Beginning(string text)
    {
        var ids = model.Tokenizer.Encode(text);
        return ids.Length == 0 ? model.Tokenizer.Encode(" ") : ids[..Math.Min(ids.Length, TextEncoder.LongestText)];
    }

    /// <summary>Classes side by side: none of them sees another, so the result does not depend on which is faster.</summary>
    private void Each(List<(ClassSearch Search, ClassState State)> searches, Action<int, ClassSearch, ClassState, CancellationToken> work, CancellationToken cancellation)
    {
        var next = -1;
        try
        {
            model.SideBySide((_, stop) =>
            {
                for (int c; (c = Interlocked.Increment(ref next)) < searches.Count;) work(c, searches[c].Search, searches[c].State, stop);
            }, cancellation);
        }
        finally
        {
            searches.ForEach(pair => pair.Search.Dispose());
        }
    }
}
