using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Features;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// The merit of the texts of one class: residual |mean phi - t|^2 / |t|^2 plus alpha times the mean over texts of their mean
/// negative log-likelihood. n texts.
/// </summary>
internal sealed class ClassState
{
    private readonly double[] target;
    private readonly double square;
    private readonly double alpha;
    private readonly Rating[] ratings;

    public ClassState(double[] target, double alpha, IEnumerable<Rating> ratings)
    {
        (this.target, this.alpha, this.ratings) = (target, alpha, [.. ratings]);
        square = Dense.Dot(target, target) is > 0 and var norm ? norm : 1;
    }

    /// <summary>n.</summary>
    public int Count => ratings.Length;

    /// <summary>The residual.</summary>
    public double Residual => SquareOf(Away()) / square;

    /// <summary>Mean over texts of their mean negative log-likelihood.</summary>
    public double Surprise => ratings.Average(rating => rating.Surprise);

    /// <summary>What never rises.</summary>
    public double Merit => Residual + alpha * Surprise;

    /// <summary>n times the change of the merit when a text had another rating.</summary>
    public double Change(int text, Rating rating)
    {
        var away = Away();
        var before = SquareOf(away);
        Dense.AddScaled(away, 1.0 / Count, rating.Phi);
        Dense.AddScaled(away, -1.0 / Count, ratings[text].Phi);
        return Count * (SquareOf(away) - before) / square + alpha * (rating.Surprise - ratings[text].Surprise);
    }

    /// <summary>Gives a text another rating.</summary>
    public void Take(int text, Rating rating) => ratings[text] = rating;

    /// <summary>d (n residual) / d h of one text at its hidden state.</summary>
    public double[] Slope(FeatureMap map, double[] read) => map.Pullback(read, Array.ConvertAll(Away(), a => 2 * a / square));

    private double[] Away()
    {
        var away = Array.ConvertAll(target, t => -t);
        foreach (var rating in ratings) Dense.AddScaled(away, 1.0 / Count, rating.Phi);
        return away;
    }

    private static double SquareOf(double[] x) => Dense.Dot(x, x);
}
