using System.CommandLine;
using System.Diagnostics;
using Pipeline.Synthesis.Gradients;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks.Speed;

/// <summary>
/// <c>matching</c>: one step of gradient matching over the whole vocabulary, by the formula and by differentiating twice as
/// the paper's code does; and of that the part that differs. Both on one thread as in a lane; they take turns and the least times count.
/// </summary>
internal static class MatchingSpeed
{
    private const int Texts = 4, Length = 32, Terms = 8, Trials = 5;

    public static Command Create()
    {
        var command = new Command("matching", "Prints the time of one matching step by the closed form in fp32 and bf16, and its ratio to a double-backward step in fp32.");
        command.SetAction((_, cancellation) =>
        {
            Measure(cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Measure(CancellationToken cancellation)
    {
        using var exact = LanguageModel.Load(Tasks.Model, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32), null, cancellation);
        using var rough = LanguageModel.Load(Tasks.Model, new ModelOptions(ModelDevice.Cpu, ComputeType.Bf16), null, cancellation);
        var (twice, once, half) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        var (lossTwice, lossOnce) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var trial = 0; trial < Trials; trial++)
        {
            twice = Math.Min(twice, Time(exact, DoubleBackward));
            once = Math.Min(once, Time(exact, ClosedForm));
            half = Math.Min(half, Time(rough, ClosedForm));
            lossTwice = Math.Min(lossTwice, Time(exact, LossTwice));
            lossOnce = Math.Min(lossOnce, Time(exact, LossOnce));
        }
        Console.WriteLine($"{Texts} texts of {Length} tokens, all {exact.Tokenizer.Count} rows of the head");
        Console.WriteLine($"double backward, fp32 {twice * 1000,8:F0} ms");
        Console.WriteLine($"closed form,     fp32 {once * 1000,8:F0} ms   {twice / once:F1} times as fast");
        Console.WriteLine($"closed form,     bf16 {half * 1000,8:F0} ms   {twice / half:F1} times as fast");
        Console.WriteLine($"of that the loss and its slope at the last hidden states, fp32: {lossTwice * 1000:F0} ms and {lossOnce * 1000:F0} ms, {lossTwice / lossOnce:F1} times as fast; the rest is the model's own pass, there and back");
    }

    private static double Time(LanguageModel model, Action<Decoder, Tensor, Tensor, Tensor, Tensor, Tensor> step)
    {
        using var scope = NewDisposeScope();
        var head = ((FloatMatrix)model.Decoder.Head).Weights;
        random.manual_seed(1);
        var x = model.Decoder.Embed(randint(0, model.Tokenizer.Count, [Texts, Length])).to(ScalarType.Float32); // (n, T, C)
        var labels = randint(0, model.Tokenizer.Count, [Texts]);
        var (residuals, hiddens) = (randn(Terms, model.Tokenizer.Count) / 100, randn(Terms, model.Width)); // (m, V), (m, C)
        var started = Stopwatch.GetTimestamp();
        step(model.Decoder, x, head, labels, residuals, hiddens);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void ClosedForm(Decoder model, Tensor x, Tensor head, Tensor labels, Tensor residuals, Tensor hiddens)
    {
        using var loss = new CosineLoss(head, labels, residuals, hiddens);
        using var none = empty([0, x.shape[^1]]);
        InputGradient.Of(model, x, none, none, loss).Dispose();
    }

    private static void DoubleBackward(Decoder model, Tensor x, Tensor head, Tensor labels, Tensor residuals, Tensor hiddens)
    {
        var target = residuals.t().mm(hiddens); // (V, C)
        var input = x.detach().requires_grad_(true);
        var w = head.detach().requires_grad_(true);
        using var attention = new CausalAttention(model, Length);
        Differentiate(model.Forward(input, attention).select(1, -1), input, w, labels, target);
    }

    private static void LossOnce(Decoder model, Tensor x, Tensor head, Tensor labels, Tensor residuals, Tensor hiddens)
    {
        using var loss = new CosineLoss(head, labels, residuals, hiddens);
        loss.At(x.select(1, -1)).Dispose();
    }

    private static void LossTwice(Decoder model, Tensor x, Tensor head, Tensor labels, Tensor residuals, Tensor hiddens)
    {
        var hidden = x.select(1, -1).detach().requires_grad_(true);
        Differentiate(hidden, hidden, head.detach().requires_grad_(true), labels, residuals.t().mm(hiddens));
    }

    private static void Differentiate(Tensor hidden, Tensor input, Tensor w, Tensor labels, Tensor target)
    {
        var entropy = nn.functional.cross_entropy(hidden.mm(w.t()), labels);
        var gradient = autograd.grad([entropy], [w], create_graph: true, retain_graph: true)[0];
        var loss = 1 - (gradient * target).sum() / (gradient.norm() * target.norm());
        autograd.grad([loss], [input])[0].Dispose();
    }
}
