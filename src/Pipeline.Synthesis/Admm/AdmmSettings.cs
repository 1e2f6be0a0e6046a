namespace Pipeline.Synthesis.Admm;

/// <summary>How far ADMM goes. The values are those of the golden run (golden/model, tiny-llama/admm.json) but for the rounds.</summary>
/// <param name="Rho">Strength of the coupling between embeddings and tokens.</param>
/// <param name="Rate">Adam's learning rate.</param>
/// <param name="Rounds">Outer steps; 0 optimises nothing.</param>
/// <param name="Steps">Adam's steps on x in each.</param>
public sealed record AdmmSettings(double Rho = .1, double Rate = .05, int Rounds = 4, int Steps = 5);

/// <summary>What one outer step did.</summary>
/// <param name="LossBefore">The matching loss at x before the first Adam step.</param>
/// <param name="ObjectiveBefore">The same with the penalty rho/2 |x - z + u|^2.</param>
/// <param name="Losses">The matching loss after each Adam step.</param>
/// <param name="Objectives">The same with the penalty.</param>
/// <param name="Primal">|x - z|: how far the embeddings are from tokens.</param>
/// <param name="Dual">rho |z - z of the step before|: how much the tokens still change.</param>
/// <param name="Tokens">The nearest tokens, [texts][positions].</param>
public sealed record AdmmRound(
    double LossBefore, double ObjectiveBefore, IReadOnlyList<double> Losses, IReadOnlyList<double> Objectives, double Primal, double Dual, int[][] Tokens);
