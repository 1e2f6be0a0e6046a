using System.Diagnostics;
using Pipeline.Synthesis.Gradients;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Speed;

/// <summary>The gradient of the matching loss at eight texts' embeddings: by formula, and by differentiating twice.</summary>
internal static class MatchingStep
{
    private const int Texts = 8;
    private const int Positions = 32;

    /// <summary>Interleaved, so that a busy machine slows both; the least times count.</summary>
    private const int Trials = 3;

    public static void Measure(LanguageModel model)
    {
        using var scope = NewDisposeScope();
        var llama = model.Llama;
        using var generator = new torch.Generator(7);
        var ids = arange(Texts * Positions, dtype: ScalarType.Int64) * 997 % llama.Shape.Vocabulary; // any tokens do
        var input = llama.Weights.Embedding.Rows(ids).view(Texts, Positions, -1); // (n, T, C)
        var after = llama.Weights.Embedding.Rows(tensor(Array.ConvertAll(model.Tokenizer.Encode(" This ticket is about"), id => (long)id))); // (a, C)
        var nothing = empty(0, llama.Shape.Width);
        Compare("rows of two labels", 2);
        Compare("the whole vocabulary", llama.Shape.Vocabulary);

        void Compare(string name, int rows)
        {
            using var inner = NewDisposeScope();
            var head = llama.Weights.Embedding.Rows(arange(rows, dtype: ScalarType.Int64)); // (V, C)
            var labels = zeros(Texts, dtype: ScalarType.Int64);
            var (residuals, hiddens) = (randn(Texts, rows, generator: generator), randn(Texts, llama.Shape.Width, generator: generator));
            using var loss = new CosineLoss(head, labels, residuals, hiddens);
            var target = residuals.t().mm(hiddens); // (V, C)
            var (formula, twice) = (double.PositiveInfinity, double.PositiveInfinity);
            var apart = 0.0;
            for (var trial = 0; trial < Trials; trial++)
            {
                var started = Stopwatch.GetTimestamp();
                using var closed = InputGradient.Of(llama, input, nothing, after, loss);
                formula = Math.Min(formula, Stopwatch.GetElapsedTime(started).TotalSeconds);
                started = Stopwatch.GetTimestamp();
                using var gradient = Twice(llama, input, after, head, labels, target);
                twice = Math.Min(twice, Stopwatch.GetElapsedTime(started).TotalSeconds);
                apart = (closed.Gradient - gradient).norm().ToDouble() / gradient.norm().ToDouble();
            }
            Console.WriteLine($"matching step, {name}: by formula {formula:F2} s, by double backward {twice:F2} s, {twice / formula:F1} times as fast; gradients differ by {apart:E0}");
        }
    }

    /// <summary>As the paper's code does: the head's gradient with a graph of its own, and the loss on it differentiated again.</summary>
    private static Tensor Twice(Llama model, Tensor input, Tensor after, Tensor head, Tensor labels, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = input.detach().requires_grad_(true);
        var w = head.detach().requires_grad_(true);
        var whole = cat([x, after.unsqueeze(0).expand(x.shape[0], -1, -1)], 1); // (n, T + a, C)
        using var attention = new CausalAttention(model, (int)whole.shape[1]);
        var entropy = nn.functional.cross_entropy(model.Forward(whole, attention).select(1, -1).mm(w.t()), labels);
        var g = autograd.grad([entropy], [w], create_graph: true, retain_graph: true)[0];
        return autograd.grad([1 - (g * target).sum() / (g.norm() * target.norm())], [x])[0].MoveToOuterDisposeScope();
    }
}
