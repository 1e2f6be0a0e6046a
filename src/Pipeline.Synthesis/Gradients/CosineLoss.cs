using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Gradients;

/// <summary>
/// 1 - cos(G, M) between the mean gradient G of the head's cross entropy on some labelled texts and a target M, as an explicit
/// function of the hidden states h: G = (1/n) sum_i r_i (x) h_i with r_i = softmax(W h_i) - onehot(y_i). Its gradient in h is a
/// formula as well, so matching needs one ordinary backward pass from h to the input and never a second derivative (GRADMM,
/// ICML 2025, differentiates twice). The target is a sum of outer products R_j (x) H_j, so that nothing of the size of the
/// head is ever formed: &lt;G, M&gt; = (1/n) sum_ij (r_i.R_j)(h_i.H_j). n texts, V rows of the head, C wide, m target terms.
/// </summary>
internal sealed class CosineLoss : IHiddenLoss, IDisposable
{
    private readonly Tensor head; // (V, C)
    private readonly Tensor labels; // (n)
    private readonly Tensor residuals; // (m, V)
    private readonly Tensor hiddens; // (m, C)

    /// <summary>Keeps copies of the target; the head stays the caller's and must outlive this.</summary>
    /// <param name="head">W (V, C): all rows, or those of the label tokens alone.</param>
    /// <param name="labels">The row of each text's label (n).</param>
    /// <param name="residuals">R (m, V).</param>
    /// <param name="hiddens">H (m, C).</param>
    public CosineLoss(Tensor head, Tensor labels, Tensor residuals, Tensor hiddens)
    {
        this.head = head;
        var wide = Wide(head.dtype);
        this.labels = labels.clone().DetachFromDisposeScope();
        this.residuals = residuals.to(wide, head.device).clone().DetachFromDisposeScope();
        this.hiddens = hiddens.to(wide, head.device).clone().DetachFromDisposeScope();
    }

    /// <summary>The target given as the matrix itself (V, C), for heads of few rows: row j is the outer product of e_j and T_j.</summary>
    public static CosineLoss Against(Tensor head, Tensor labels, Tensor target)
    {
        using var scope = NewDisposeScope();
        return new CosineLoss(head, labels, eye(target.shape[0], dtype: target.dtype, device: target.device), target);
    }

    /// <inheritdoc/>
    public bool OfStates => false;

    /// <inheritdoc/>
    public HiddenLoss At(Tensor hidden)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        double n = hidden.shape[0];
        var h = hidden.to(residuals.dtype); // (n, C)
        var q = nn.functional.softmax(nn.functional.linear(hidden.to(head.dtype), head).to(residuals.dtype), 1); // (n, V)
        var r = q - nn.functional.one_hot(labels, head.shape[0]).to(q.dtype); // (n, V)

        var (residualOverlap, hiddenOverlap) = (r.mm(residuals.t()), h.mm(hiddens.t())); // r_i.R_j and h_i.H_j, (n, m)
        var (residualGram, hiddenGram) = (r.mm(r.t()), h.mm(h.t())); // (n, n)
        var inner = (residualOverlap * hiddenOverlap).sum().ToDouble() / n;
        var norm = Math.Sqrt((residualGram * hiddenGram).sum().ToDouble()) / n;
        var goal = Math.Sqrt((residuals.mm(residuals.t()) * hiddens.mm(hiddens.t())).sum().ToDouble());

        // d loss = a d<G, M> + b d|G|^2 / 2.
        var a = -1 / (norm * goal);
        var b = inner / (norm * norm * norm * goal);
        var byResidual = hiddenOverlap.mm(residuals) * (a / n) + hiddenGram.mm(r) * (b / (n * n)); // (n, V)
        var direct = residualOverlap.mm(hiddens) * (a / n) + residualGram.mm(h) * (b / (n * n)); // (n, C)
        // The softmax turns a change of the residual into one of the logits: diag(q) - q q^T.
        var byLogit = q * (byResidual - (q * byResidual).sum(1, keepdim: true)); // (n, V)
        var gradient = direct + byLogit.mm(head.to(q.dtype)); // (n, C)
        return new HiddenLoss(1 - inner / (norm * goal), gradient.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        labels.Dispose();
        residuals.Dispose();
        hiddens.Dispose();
    }

    /// <summary>bf16 keeps too few digits for sums over a vocabulary.</summary>
    private static ScalarType Wide(ScalarType type) => type == ScalarType.BFloat16 ? ScalarType.Float32 : type;
}
